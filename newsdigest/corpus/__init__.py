"""The road over archives of any size: files in, a Parquet data set out, on Dask.

Needs the extra "corpus", of which nothing is imported before it is used.

inputs       SOURCE arguments → Inputs: the files of folders, lists, patterns and stores
reading      an Input → rows of articles and of failures, by the functions of the pipeline
rows         the columns of both tables
storage      files in a folder or a store, each put in its place in one step
day_parts    rows → Parquet files, one for each day
data_set     a data set on disk: its options, what it holds of which input
task         what a worker does with one input, from reading to the record of it
engine       tasks on a Dask cluster that may lose workers, or its scheduler
extraction   the whole: sources → a data set, going on where an earlier run ended
"""
