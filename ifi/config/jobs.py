"""Background work of the house itself: jobs of a worker that died go back to the queue."""

import structlog
from procrastinate import App, JobContext, exceptions
from procrastinate.contrib.django import app

from ifi.config.limits.counting import forget_past

logger = structlog.get_logger()

STALLED_SECONDS = 45  # a live worker reports every 10 s


@app.periodic(cron="*/20 * * * * *")
@app.task(name="ifi.config.return_stalled_jobs", pass_context=True, queueing_lock="return_stalled_jobs")
async def return_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Every task may run twice without harm, so what a dead worker left half done is simply done again."""
    await return_jobs_of_dead_workers(context.app)


async def return_jobs_of_dead_workers(queue: App, seconds: float = STALLED_SECONDS) -> int:
    """Put the jobs of workers that have not reported for `seconds` back; how many there were."""
    returned = 0
    for job in await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
        try:
            await queue.job_manager.retry_job(job)
        except exceptions.ConnectorException:  # it ended, or another worker returned it, in this very moment
            continue
        returned += 1
        logger.warning("job_returned", job=job.id, task=job.task_name)
    return returned


@app.periodic(cron="17 * * * *")
@app.task(name="ifi.config.forget_past_allowances", queueing_lock="forget_past_allowances")
def forget_past_allowances(timestamp: int) -> None:
    """Whom a limit was counted for is nobody's business afterwards."""
    forget_past()
