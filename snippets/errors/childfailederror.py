# %% record tags=["right", "requires-posix"]
from torch.distributed.elastic.multiprocessing.errors import record


@record
def main():
    print("training")


if __name__ == "__main__":
    main()
#> training
