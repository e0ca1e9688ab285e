"""Measure typesetting: CPU milliseconds a print, and what one edited step costs: `make bench`.

All prints of the whole real handbook as if it had an address (so with QR codes), once by kind in
this process, once over all processors as a build makes them; or, with a size, those of so many
procedures and of their industries. Diagrams count where they are first
drawn, child processes count with their start. Read the figures as ratios: machines differ, and
one that does other things at the same time shows up to half as much again.
"""
