"""Where the benchmark begins."""

from tests.bench_prints.table import main

if __name__ == "__main__":
    main()
