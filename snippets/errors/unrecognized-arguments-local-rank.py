# %% environment tags=["right"]
import argparse
import os

local_rank = int(os.environ.get("LOCAL_RANK", 0))
print(local_rank)
#> 0

# %% ignored tags=["wrong"]
parser = argparse.ArgumentParser()
parser.add_argument("--local_rank", type=int, default=0)
print(parser.parse_known_args(["--local-rank=1"]))
#> (Namespace(local_rank=0), ['--local-rank=1'])

# %% both tags=["right"]
parser = argparse.ArgumentParser()
parser.add_argument(
    "--local-rank", "--local_rank", type=int, default=local_rank
)
print(parser.parse_args(["--local-rank=1"]).local_rank)
print(parser.parse_args(["--local_rank=1"]).local_rank)
#> 1
#> 1
