from typing import Any


def main(statements: list[Any]):
    """Sums the statements up, with the largest ones."""
    made = [each for each in statements if isinstance(each, dict) and "total" in each]
    failed = len(statements) - len(made)
    total = sum(each["total"] for each in made)
    print(f"{len(made)} statements, {total:,.2f} EUR in all.")
    largest = sorted(made, key=lambda each: -each["total"])[:10]
    rows = [f"| {each['name']} | {each['orders']} | {each['total']:,.2f} | {each['open']:,.2f} |" for each in largest]
    head = f"**{len(made)} statements, {total:,.2f} EUR in all.**" + (f" {failed} could not be made." if failed else "")
    return {"markdown": "\n".join([head, "", "| Customer | Orders | Total | Still open |", "| --- | ---: | ---: | ---: |", *rows])}
