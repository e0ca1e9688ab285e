"""The commands of `sop`, by what people come for."""
