"""The texts of report, letter and response in every shape in which they were ever stored, a module for each number.

A module here is never edited again: rounds and drafts that were stored in it must be read for good (see
`consult.stored`). To change what documents say, copy the classes of `content` into the next module here, change
`content`, and write what makes the new shape of the old one.
"""
