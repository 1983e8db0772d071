// Compile what the playground reads at first, with the Python that will read it: `node compiled.mjs FOLDER`.
//
// The session makes its example here, and what was imported for it is what is compiled, in the zips where it lies.
// What was not stays text, since compiled code takes more than twice as much to be fetched, and goes into later.zip,
// which the page fetches when the first thing is shown.

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { loadPyodide } from "pyodide";

const USE = `
import json, sys

sys.path.insert(0, "/lib/pei")
from pei_dsl.studio.carrying import answering

answers = answering("/planes")
for message in (
    {"type": "hello", "language": "es"},
    {"type": "new", "kind": "example", "folder": "ejemplo"},
):
    told = answers(json.dumps([message]))
    if '"refused"' in told:
        raise RuntimeError(told)
answers("")
`;
const COMPILE = `
import py_compile, pathlib, zipfile

def compiled(data, name, level):
    source, made = pathlib.Path("/given.py"), pathlib.Path("/made.pyc")
    source.write_bytes(data)
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH  # nothing looks for the text, which is not there
    py_compile.compile(source, made, name, doraise=True, optimize=level, invalidation_mode=mode)
    return made.read_bytes()

# Tools of those who program, servers, mail, and what stands in where a part in C is missing.
LEFT_OUT = (
    "_pydatetime.py", "_pyio.py", "_pyrepl/", "bdb.py", "cmd.py", "doctest.py", "fileinput.py", "ftplib.py",
    "imaplib.py", "mailbox.py", "modulefinder.py", "multiprocessing/", "optparse.py", "pdb.py", "pickletools.py",
    "plistlib.py", "poplib.py", "profile.py", "pstats.py", "pydoc.py", "smtplib.py", "socketserver.py", "symtable.py", "timeit.py", "trace.py", "unittest/", "wave.py", "wsgiref/", "xmlrpc/",
)

def top(name):
    return name.partition("/")[0].removesuffix(".py")

def pack(root):
    is_library = root.endswith(".zip")
    count, used = 0, {getattr(each, "__file__", None) for each in tuple(sys.modules.values())}
    with (
        zipfile.ZipFile("/given.zip") as given,
        zipfile.ZipFile("/made.zip", "w") as made,
        zipfile.ZipFile("/later.zip", "a") as later,
    ):
        # A package of the library lies in one place; Pyodide asks for its own by itself.
        together = {top(each) for each in given.namelist() if f"{root}/{each}" in used} | {"encodings", "pyodide"}
        for entry in given.infolist():
            data, name = given.read(entry), entry.filename
            if is_library and name.startswith(LEFT_OUT):
                continue
            is_used = f"{root}/{name}" in used
            if name.endswith(".py") and not is_used and not (is_library and top(name) in together):
                later.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED, 9)
                continue
            # The library without its documentation, which nobody asks; that of Pyodide is asked by itself.
            level = 2 if is_library and "pyodide/" not in name else 0
            if is_used:
                data, name, count = compiled(data, name, level), f"{name}c", count + 1
            moment = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            made.writestr(moment, data, zipfile.ZIP_DEFLATED, 9)
    if not count:
        raise RuntimeError(f"nothing of {root} is used: it is not where it was")
`;

/** Read a file, as the array of bytes that Pyodide takes. */
async function bytes(name) {
  return new Uint8Array(await readFile(name));
}

const folder = process.argv[2];
// Without the columns of each instruction, which only a traceback with its text would show.
const python = await loadPyodide({ env: { HOME: "/", PYTHONNODEBUGRANGES: "1" } });
const library = python.runPython('import sys; next(each for each in sys.path if each.endswith(".zip"))');
const parts = { "python.zip": "/lib/pei", "pyodide/python_stdlib.zip": library };
python.unpackArchive(await bytes(path.join(folder, "python.zip")), "zip", { extractDir: "/lib/pei" });
python.FS.mkdirTree("/planes");
python.runPython(USE);
python.runPython(COMPILE);
for (const [name, root] of Object.entries(parts)) {
  const place = path.join(folder, name);
  python.FS.writeFile("/given.zip", await bytes(place));
  python.globals.get("pack")(root);
  await writeFile(place, python.FS.readFile("/made.zip"));
}
await writeFile(path.join(folder, "later.zip"), python.FS.readFile("/later.zip"));
