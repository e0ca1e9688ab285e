"""Where the benchmark begins. Loads the rest only when it runs, as the command line does."""

if __name__ == "__main__":
    from tests.bench_prints.table import main

    main()
