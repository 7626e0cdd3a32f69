import sys

from pipeline.cli.main import main

if __name__ == "__main__":  # a spawned worker imports this file under another name
    sys.exit(main())
