"""The pages of docs/reference: a module for each kind of page, with `pages()` giving their texts by file name."""
