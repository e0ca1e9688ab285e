"""What commands need beyond the pipeline."""
