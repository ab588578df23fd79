"""The straightforward import again, as one writes it in Python."""
import csv
import datetime
import re
import sys

WANTED = ("firstName,lastName,emailAddress,employeeCode,managerEmployeeCode,employmentStartDate,employmentEndDate,"
          "leaveStartDate,leaveEndDate,humanRole,Department,Office").split(",")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+$")

codes, emails = set(), set()
with open(sys.argv[1], newline="", encoding="utf-8") as src, open("/dev/null", "w", newline="") as dst:
    out = csv.writer(dst)
    for row in csv.DictReader(src):
        row = {name: row[name].strip() for name in WANTED}
        email, code = row["emailAddress"].lower(), row["employeeCode"]
        if not ADDRESS.match(email) or email in emails or code in codes:
            continue
        try:
            start = datetime.date.fromisoformat(row["employmentStartDate"])
            if row["employmentEndDate"] and datetime.date.fromisoformat(row["employmentEndDate"]) < start:
                continue
        except ValueError:
            continue
        emails.add(email)
        codes.add(code)
        out.writerow(row.values())
