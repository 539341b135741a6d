"""The site of all editions: each is built once from its commit, sealed, and served in one frame with the others.

Nothing here knows Sphinx: an edition is built by its own commit's `tools/build.py`, and is then a folder of files.

    register    which editions there are: `editions.toml`, and tags
    git         what it asks of git
    building    one edition, from its commit to a sealed folder
    pages       the places that a frozen page keeps empty, and the pages of an edition that are the same
    history     the revisions of each page
    changes     what differs between two editions
    frame       what stands in the places
    site        the folder that is served
"""
