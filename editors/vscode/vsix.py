"""
Make `pei.vsix`, the extension as VS Code installs it: a zip with two lists of what is in it.

    python3 editors/vscode/vsix.py

What is built by `build.js` must be there.  The same files give the same bytes.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

HERE = Path(__file__).resolve().parent
BUILT = "dist/"
LICENCE = HERE.parents[1] / "LICENSE"
TYPES = {
    "json": "application/json",
    "js": "application/javascript",
    "md": "text/markdown",
    "txt": "text/plain",
}
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def vsix(to: Path, built: Path = HERE / "dist") -> Path:
    """Write the extension, with what is in the folder `built`, to `to`, and return that."""
    manifest = json.loads((HERE / "package.json").read_text("utf-8"))
    places = {
        name: built / name.removeprefix(BUILT) if name.startswith(BUILT) else HERE / name
        for name in ("package.json", *manifest["files"])
    }
    held = {f"extension/{name}": place.read_bytes() for name, place in places.items()}
    held["extension/LICENSE.txt"] = LICENCE.read_bytes()
    written = {
        "[Content_Types].xml": content_types().encode(),
        "extension.vsixmanifest": listing(manifest).encode(),
        **held,
    }
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in written.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return to


def content_types() -> str:
    """Return the list of what each kind of file is."""
    kinds = {**TYPES, "vsixmanifest": "text/xml"}
    rows = "".join(f'<Default Extension=".{ending}" ContentType="{kind}"/>' for ending, kind in kinds.items())
    schema = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<?xml version="1.0" encoding="utf-8"?><Types xmlns="{schema}">{rows}</Types>'


def listing(manifest: dict[str, Any]) -> str:
    """Return what the extension is, as VS Code asks for it."""
    name, version, publisher = (quoteattr(str(manifest[key])) for key in ("name", "version", "publisher"))
    engine = quoteattr(manifest["engines"]["vscode"])
    property_ = f'<Property Id="Microsoft.VisualStudio.Code.Engine" Value={engine}/>'
    schema = "http://schemas.microsoft.com/developer/vsx-schema/2011"
    assets = {
        "Microsoft.VisualStudio.Code.Manifest": "extension/package.json",
        "Microsoft.VisualStudio.Services.Content.Details": "extension/README.md",
        "Microsoft.VisualStudio.Services.Content.License": "extension/LICENSE.txt",
    }
    listed = "".join(
        f'<Asset Type="{kind}" Path="{path}" Addressable="true"/>' for kind, path in assets.items()
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><PackageManifest Version="2.0.0" xmlns="{schema}">'
        f'<Metadata><Identity Language="en-US" Id={name} Version={version} Publisher={publisher}/>'
        f"<DisplayName>{escape(str(manifest['displayName']))}</DisplayName>"
        f'<Description xml:space="preserve">{escape(str(manifest["description"]))}</Description>'
        f"<Categories>{escape(','.join(manifest['categories']))}</Categories>"
        f"<Properties>{property_}</Properties><License>extension/LICENSE.txt</License></Metadata>"
        '<Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>'
        f"<Dependencies/><Assets>{listed}</Assets></PackageManifest>"
    )


if __name__ == "__main__":
    print(vsix(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "pei.vsix"))
