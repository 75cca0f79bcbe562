"""A cluster writes the file that this process writes, whatever befalls its workers."""

import pytest

from dreamwright.ensembles import Gathering, job_of, workers_of
from dreamwright.ensembles.cluster import Cluster
from dreamwright.ensembles.workers import Alone
from dreamwright.errors import DreamwrightError
from ensembles.worlds import laid_out

pytestmark = pytest.mark.filterwarnings("default")  # Dask's own, of its own


def test_a_cluster_of_this_process_gives_the_same(tmp_path):
    """Batches that go through a scheduler give the file that is written without one."""
    distributed = pytest.importorskip("distributed")
    job = job_of(laid_out(tmp_path)[0], 6, 3, vary=["watch()=0..1"], measures=["coins(Ada)"], first=["sunk()"])
    Gathering(job, tmp_path / "alone").run(Alone())
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0"
    ) as local:
        workers = Cluster(local.scheduler_address, 1)
        Gathering(job, tmp_path / "cluster").run(workers)
        workers.close()
    assert (tmp_path / "alone").read_bytes() == (tmp_path / "cluster").read_bytes()


def test_no_cluster_there():
    """An address at which nobody schedules is said to be one."""
    with pytest.raises(DreamwrightError, match="no cluster at"):
        Cluster("nowhere", 1)


def test_a_killed_worker_changes_nothing(tmp_path):
    """Two workers on loopback alone, one of which is killed in the middle, give the file that one process gives."""
    job = job_of(laid_out(tmp_path)[0], 60, 10, vary=["watch()=0..1"], measures=["coins(Ada)"], first=["sunk()"])
    Gathering(job, tmp_path / "alone").run(Alone())
    killed = []
    with workers_of(2, "local") as workers:
        listening = [workers._local.scheduler_address, *(w.worker_address for w in workers._local.workers.values())]
        assert all(address.startswith("tcp://127.0.0.1:") for address in listening)

        def kill_one(done, total):
            if not killed and done > 5:
                process = next(iter(workers._local.workers.values())).process.process
                process.kill()
                killed.append(process)

        Gathering(job, tmp_path / "cluster").run(workers, kill_one)
    assert killed
    assert (tmp_path / "alone").read_bytes() == (tmp_path / "cluster").read_bytes()
