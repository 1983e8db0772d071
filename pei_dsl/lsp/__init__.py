"""The language server: language services of `pei_dsl.editing` over the language server protocol."""
