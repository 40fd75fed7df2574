# requirements:
# psycopg[binary]==3.2.9
import base64
import csv
import io
from datetime import date

import psycopg


def main(min_days_overdue: int = 1, database: postgresql = "$res:f/support/acme_db"):
    """Writes the invoices that should have been paid by now to a CSV file, the oldest first.

    Args:
        min_days_overdue: Leave out what is due only since a few days
        database: Where the invoices are
    """
    with psycopg.connect(host=database["host"], port=database["port"], dbname=database["dbname"], user=database["user"], password=database["password"]) as connection:
        rows = connection.execute(
            """
            select i.number, c.company, c.name, c.email, i.amount, i.issued_on, i.due_on, current_date - i.due_on as days_overdue
            from invoices i join customers c on c.id = i.customer_id
            where i.paid_on is null and current_date - i.due_on >= %s
            order by i.due_on, i.number
            """,
            [min_days_overdue],
        )
        columns = [column.name for column in rows.description]
        overdue = rows.fetchall()

    total = sum(row[4] for row in overdue)
    print(f"{len(overdue)} invoices are overdue, {total:,.2f} EUR in all.")

    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(overdue)
    return {
        "file": base64.b64encode(text.getvalue().encode("utf-8")).decode("ascii"),
        "filename": f"overdue_invoices_{date.today().isoformat()}.csv",
        "content_type": "text/csv",
    }
