"""
Plans out of workbooks and back: what a form's columns mean is said once, for reading and for writing.

Reading gives trees and what was found, cell by cell; writing gives the bytes of a file.
"""
