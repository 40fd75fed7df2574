from datetime import date, timedelta

from millrace import now, parallel, sleep, step, task, wait_for_approval, workflow


def days_of(month: str) -> list:
    first = date.fromisoformat(f"{month}-01")
    days = (first + timedelta(days=number) for number in range(31))
    return [day.isoformat() for day in days if day.month == first.month]


@task(timeout_s=60)
def close_books(month: str, by: str):
    """Runs as a job of its own: its log is the record of the close."""
    print(f"The books of {month} were closed by {by}.")
    return {"month": month, "closed_by": by}


@workflow
def main(month: str, sample_days: int = 4):
    """Closes the books of a month: sums up its days, waits until late bookings are in, and has finance sign.

    Args:
        month: Such as 2026-10
        sample_days: How many days are summed up one by one, the last ones of the month
    """
    days = step("days of the month", lambda: days_of(month))[-sample_days:]
    reports = parallel(days, lambda day: task("f/finance/nightly_revenue", {"day": f"{day}T00:00:00Z"}, timeout_s=120), concurrency=2)
    lines = step("summary", lambda: [report["markdown"].split("\n")[2] for report in reports])

    # Late bookings come in within this time. A real close waits for days, which costs just as little.
    sleep("2s")

    decision = wait_for_approval(
        title=f"Close the books of {month}",
        summary="\n".join(f"- {day}: {line}" for day, line in zip(days, lines)),
        candidates=["g/finance"],
        form={"type": "object", "properties": {"note": {"type": "string", "title": "Note for the record"}}},
        expires="10 days",
    )
    if not decision["approved"]:
        return {"month": month, "closed": False, "why": decision["comment"] or decision["outcome"]}
    return {**close_books(month, decision["by"]), "closed": True, "note": decision["values"].get("note", ""), "at": now().isoformat()}
