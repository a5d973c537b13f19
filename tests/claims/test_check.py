"""Does a text support a claim: a table by kind of detail, in both directions."""

from __future__ import annotations

import pytest

from assistant.claims.check import check_claim, verify_sentence

ROTATE = "The key service must rotate keys at least once every 12 months."
LEAVER = "IT revokes access within five business days of the last working day."
REVIEW = "Each month, the security team reviews user accounts and permissions."
REPORT = "Staff must report a suspected incident to the service desk no later than 24 hours."
CIPHER = "Customer data is encrypted at rest with AES-256."
VPN = "Remote access must go through a VPN with multi-factor authentication enabled."
LENGTH = "Passwords must have at least 14 characters and are locked after 5 failed attempts."
TLS = "All external traffic is protected with TLS 1.2 or higher on port 443."
UPTIME = "The service commits to a monthly uptime of 99.9%."
LIMIT = "The company holds cyber liability insurance with a limit of $2,000,000."
BACKUP = "Full backups are taken weekly and incremental backups are taken daily."
KEEP = "Audit logs are retained for two years in the central log store."
PENTEST = "An independent firm performs a penetration test of the application annually."
USB = "The use of removable media is prohibited on production servers."
CLOUD = "Production workloads are hosted on AWS in three regions."
LAPTOPS = "All laptops are encrypted with full disk encryption."
SHARE = "Employees must not share passwords with anybody."
CISO = "The CISO approves every exception to the security policy."
TRAIN = "New employees complete security awareness training within 30 days of hire."
GOES_TO = "Alerts from the intrusion detection system are sent to the on-call engineer."
SCANS = "Vulnerability scans of external hosts run quarterly."
SOC = "Acme holds a SOC 2 Type II report and an ISO 27001 certificate."
DATED = "The disaster recovery plan was last tested on 14 March 2026."

S, C, N = "supported", "contradicted", "silent"

CASES: dict[str, tuple[str, str, str]] = {
    # numbers with units, number words
    "duration same": ("Access is revoked within five business days of the last working day.", LEAVER, S),
    "duration in digits": ("IT removes access within 5 business days of the last working day.", LEAVER, S),
    "duration other": ("IT revokes access within two business days of the last working day.", LEAVER, C),
    "calendar for business days": ("IT revokes access within five calendar days of the last working day.", LEAVER, C),
    "days for business days": ("Access is revoked within 5 days of the last working day.", LEAVER, C),
    "hours as a day": ("Staff must report a suspected incident to the service desk within one day.", REPORT, S),
    "hours same": ("A suspected incident must be reported to the service desk within 24 hours.", REPORT, S),
    "hours other": ("Staff must report a suspected incident to the service desk within 1 hour.", REPORT, C),
    "hours longer": ("Staff must report a suspected incident to the service desk within 72 hours.", REPORT, C),
    "years as words": ("Audit logs are kept for 2 years in the central log store.", KEEP, S),
    "years as months": ("Audit logs are retained for 24 months.", KEEP, S),
    "years other": ("Audit logs are retained for five years.", KEEP, C),
    "years absent": ("Audit logs are retained for two years.", "Audit logs are retained in the central log store.", N),
    "month as days": ("New employees complete security awareness training within one month of hire.", TRAIN, S),
    "hundreds": ("Logs are kept for 180 days.", "Logs are kept for one hundred and eighty days.", S),
    "bracketed number": ("Notice is given within thirty days.", "Notice is given within thirty (30) days.", S),
    "immediate manager is no time": ("Users notify their manager within 1 hour.", "Users notify their immediate manager within 24 hours.", C),
    "at once is within": ("Access is revoked within 24 hours of termination.", "Access is revoked immediately upon termination.", S),
    "count same": ("Passwords must have at least fourteen characters.", LENGTH, S),
    "count other": ("Passwords must have at least 8 characters.", LENGTH, C),
    "second count other": ("Accounts are locked after 10 failed attempts.", "Accounts are locked after 5 failed attempts.", C),
    "bound turned": ("Passwords must have at most 14 characters.", LENGTH, C),
    "no fewer than": ("Passwords must have no fewer than 14 characters.", LENGTH, S),
    "minimum of": ("Passwords need a minimum of 14 characters.", LENGTH, S),
    "satisfies at least": ("Audit logs are retained for at least one year in the log store.", KEEP, S),
    "does not satisfy at least": ("Audit logs are retained for at least three years.", KEEP, C),
    "exactly what is at least": ("Passwords must have exactly 14 characters.", LENGTH, C),
    "regions same": ("Production workloads are hosted on AWS in 3 regions.", CLOUD, S),
    "regions other": ("Production workloads are hosted on AWS in two regions.", CLOUD, C),
    # frequencies
    "every 12 months is annual": ("Keys are rotated annually by the key service.", ROTATE, S),
    "every 12 months same": ("The key service rotates keys every twelve months.", ROTATE, S),
    "every 6 months": ("The key service must rotate keys at least once every 6 months.", ROTATE, C),
    "quarterly keys": ("Keys are rotated quarterly by the key service.", ROTATE, C),
    "monthly basis": ("User accounts and permissions are reviewed on a monthly basis by the security team.", REVIEW, S),
    "monthly to quarterly": ("Each quarter, the security team reviews user accounts and permissions.", REVIEW, C),
    "monthly to annual": ("The security team reviews user accounts and permissions once a year.", REVIEW, C),
    "full weekly": ("Full backups are taken every week.", BACKUP, S),
    "full daily": ("Full backups are taken daily.", BACKUP, C),
    "incremental hourly": ("Incremental backups are taken hourly.", BACKUP, C),
    "incremental each day": ("Incremental backups are taken each day.", BACKUP, S),
    "swapped values": ("Full backups are taken daily and incremental backups are taken weekly.", BACKUP, C),
    "at least daily": ("Backups are taken daily.", "Backups are taken on at least a daily basis.", S),
    "once per quarter": ("Vulnerability scans of external hosts run once per quarter.", SCANS, S),
    "every three months": ("Vulnerability scans of external hosts run every three months.", SCANS, S),
    "every 90 days": ("Vulnerability scans of external hosts run every 90 days.", SCANS, S),
    "scans monthly": ("Vulnerability scans of external hosts run monthly.", SCANS, C),
    "twice a year": ("A penetration test of the application is performed twice a year.", PENTEST, C),
    "yearly": ("An independent firm performs a yearly pen test of the application.", PENTEST, S),
    "semi-annual": ("Access is reviewed every six months.", "Access is reviewed semi-annually.", S),
    "biweekly": ("Patches are applied fortnightly.", "Patches are applied every two weeks.", S),
    "continuous": ("Logs are monitored weekly.", "Logs are monitored continuously.", C),
    "frequency absent": ("Access rights are reviewed quarterly.", "Access rights are reviewed by the manager.", N),
    # percentages, money, sizes, ciphers, versions, ports, dates
    "percent same": ("Monthly uptime of 99.9 percent is what the service commits to.", UPTIME, S),
    "percent other": ("The service commits to a monthly uptime of 99.99%.", UPTIME, C),
    "money same": ("The cyber liability insurance has a limit of USD 2 million.", LIMIT, S),
    "money other": ("The company holds cyber liability insurance with a limit of $5,000,000.", LIMIT, C),
    "key size same": ("Data of customers is encrypted at rest using AES 256.", CIPHER, S),
    "key size in bits": ("Customer data is encrypted at rest with 256-bit AES.", CIPHER, S),
    "key size other": ("Customer data is encrypted at rest with AES-128.", CIPHER, C),
    "cipher absent": ("Customer data is encrypted at rest with AES-256.", "Customer data is encrypted at rest.", N),
    "version same": ("External traffic is protected with TLS 1.2 or higher.", TLS, S),
    "version other": ("All external traffic is protected with TLS 1.0 or higher.", TLS, C),
    "port other": ("All external traffic is protected with TLS 1.2 on port 8443.", TLS, C),
    "port same": ("All external traffic uses port 443.", TLS, S),
    "date same": ("The disaster recovery plan was last tested on March 14, 2026.", DATED, S),
    "date iso": ("The disaster recovery plan was last tested on 2026-03-14.", DATED, S),
    "date other": ("The disaster recovery plan was last tested on 14 May 2026.", DATED, C),
    "date month": ("The disaster recovery plan was last tested in March 2026.", DATED, S),
    "size other": ("Volumes hold 500 GB.", "Volumes hold 200 GB.", C),
    "standard same": ("Acme has an ISO 27001 certificate.", SOC, S),
    "type same": ("Acme holds a SOC 2 Type 2 report.", SOC, S),
    "type other": ("Acme holds a SOC 2 Type I report.", SOC, C),
    "standard not named": ("Acme holds an ISO 27701 certificate.", SOC, N),
    # denial and its scope
    "not required": ("Multi-factor authentication is not required for remote access through the VPN.", VPN, C),
    "required": ("Multi-factor authentication is enabled for remote access through a VPN.", VPN, S),
    "prohibited same": ("Removable media must not be used on production servers.", USB, S),
    "prohibited turned": ("The use of removable media is allowed on production servers.", USB, C),
    "may not": ("Employees may not share passwords with anybody.", SHARE, S),
    "never": ("Employees never share passwords with anybody.", SHARE, S),
    "denied turned": ("Employees share passwords with anybody.", SHARE, C),
    "not encrypted": ("Customer data is not encrypted at rest.", "Customer data is encrypted at rest.", C),
    "was denied": ("Customer data is encrypted at rest.", "Customer data is not encrypted at rest.", C),
    "unencrypted": ("Backups are unencrypted.", "Backups are encrypted.", C),
    "not unencrypted": ("Backups are encrypted.", "Backups must not be stored unencrypted.", S),
    "without": ("Servers run without antivirus software.", "Servers run with antivirus software.", C),
    "no": ("No shared accounts are used on servers.", "Shared accounts are used on servers.", C),
    "no same": ("Shared accounts are not used on servers.", "No shared accounts are used on servers.", S),
    "denied list": ("Contractors must not copy customer data.", "Contractors must not:\n- copy customer data\n- print records", S),
    "denied list turned": ("Contractors copy customer data.", "Contractors must not:\n- copy customer data\n- print records", C),
    "no later than is no denial": ("Incidents are reported to the board.", "Incidents are reported to the board no later than 3 days after discovery.", S),
    "excepted": ("Test systems are encrypted.", "All systems are encrypted except test systems.", C),
    "not affected by exception": ("Production systems are encrypted.", "Production systems are encrypted, unless the CISO grants a waiver.", S),
    "plain text never": ("Passwords are never stored in plain text.", "Passwords are stored hashed, never in plain text.", S),
    "disabled": ("Guest accounts are enabled.", "Guest accounts are disabled.", C),
    "disabled same": ("Guest accounts are not enabled.", "Guest accounts are disabled.", S),
    "before for after": ("Background checks are completed after hiring.", "Background checks are completed before hiring.", C),
    "internal for external": ("Internal hosts are scanned for vulnerabilities.", "External hosts are scanned for vulnerabilities.", C),
    "manual for automatic": ("Patches are deployed manually.", "Patches are deployed automatically.", C),
    "optional": ("Security training is mandatory for staff.", "Security training is optional for staff.", C),
    "not prevented": ("Staff may report to regulators.", "Nothing in this policy prevents staff from reporting to regulators.", S),
    "restricted both ways": ("Data is used only for support.", "Data shall not be used other than for support.", S),
    # strength and number
    "may for must": ("Managers must encrypt attachments.", "Managers may encrypt attachments.", N),
    "should for must": ("Managers must encrypt attachments.", "Managers should encrypt attachments.", N),
    "may for is": ("Employees use personal devices for work.", "Employees may use personal devices for work.", N),
    "may for may": ("Employees may use personal devices.", "Employees may use personal devices for work.", S),
    "planned": ("A web application firewall protects the portal.", "We plan to protect the portal with a web application firewall in the future.", N),
    "not yet": ("Data loss prevention is deployed on endpoints.", "Data loss prevention is planned to be deployed on endpoints.", N),
    "recommended": ("Screens are locked after ten minutes.", "It is recommended that screens are locked after ten minutes.", N),
    "for example": ("The company buys insurance.", "Risk is transferred to others, for example by buying insurance.", N),
    "such as": ("Guards watch the office at night.", "The office has measures such as guards who watch at night.", N),
    "all of some": ("All laptops are encrypted.", "Most laptops are encrypted.", C),
    "all of all": ("Every laptop is encrypted.", LAPTOPS, S),
    "all of bare": ("All printers are patched.", "Printers are patched.", N),
    "all of must": ("All printers are patched.", "Printers must be patched.", S),
    "some of all": ("Laptops are encrypted.", LAPTOPS, S),
    "where possible": ("All databases are encrypted.", "Databases are encrypted where possible.", C),
    "only absent": ("Only administrators restore backups.", "Administrators restore backups.", N),
    "only same": ("Only administrators restore backups.", "Backups are restored only by administrators.", S),
    "only one of many": ("Personal data only includes names.", "Personal data means any information, including names, addresses, numbers and pictures.", C),
    # names, products, roles
    "rival cloud": ("Production workloads are hosted on Azure in three regions.", CLOUD, C),
    "vendor not named": ("Cobalt performs a penetration test of the application annually.", PENTEST, N),
    "vendor of two words": ("Blue Harbor performs a penetration test of the application annually.", PENTEST, N),
    "product not named": ("Alerts from the intrusion detection system are sent to the on-call engineer in PagerDuty.", GOES_TO, N),
    "role other": ("The CTO approves every exception to the security policy.", CISO, C),
    "role in words": ("The Chief Information Security Officer approves every exception to the security policy.", CISO, S),
    # words
    "synonym mfa": ("Remote access goes through a VPN with 2FA enabled.", VPN, S),
    "synonym vendor": ("Suppliers are assessed yearly.", "Third parties are assessed annually.", S),
    "synonym staff": ("Personnel are trained within 30 days of hire.", TRAIN, S),
    "synonym ids": ("IDS alerts are sent to the on-call engineer.", GOES_TO, S),
    "other subject": ("Visitors wear badges in the office.", GOES_TO, N),
    "same words, other topic": ("Customers are trained within 30 days of signing.", TRAIN, N),
    "own name as we": ("We encrypt customer data at rest with AES-256.", "Acme encrypts customer data at rest with AES-256.", S),
    "neighbour": ("Restore tests of backups run yearly.", "Backups are kept off site. Restore tests run yearly.", S),
    # unfilled
    "placeholder": ("The recovery time objective is 4 hours.", "The recovery time objective is [set the number of hours].", N),
    "braces": ("Acme reviews access quarterly.", "{{.Name}} reviews access quarterly.", N),
    "tbd": ("The recovery point objective is one hour.", "Recovery point objective: TBD", N),
    "verbatim placeholder": ("Reports go to <insert email address here>.", "Reports go to <insert email address here>.", N),
    # two statements
    "both hold": ("Full backups are taken weekly, and incremental backups are taken daily.", BACKUP, S),
    "one is off": ("Access is reviewed monthly and keys are rotated monthly.", f"{REVIEW}\n\n{ROTATE}", C),
    "one is absent": ("Backups are taken weekly and tapes are stored in Dublin.", BACKUP, N),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_claims_against_texts(case: tuple[str, str, str]) -> None:
    claim, text, label = case
    found = check_claim(claim, [text])
    assert (found.label, found.reasons) == (label, found.reasons)
    assert 0 <= found.confidence <= 1
    assert found.reasons


STRICT: dict[str, tuple[str, str, str]] = {
    "verbatim": (LEAVER, LEAVER, S),
    "yes before": (f"Yes. {LEAVER}", LEAVER, S),
    "according to": (f"According to the access policy, {LEAVER}", LEAVER, S),
    "our policy states": (f"Our policy states that {VPN}", VPN, S),
    "per the": ("Per the backup standard, full backups are taken weekly.", BACKUP, S),
    "paraphrase": ("Our customers' data is encrypted at rest using AES-256.", CIPHER, S),
    "voice": ("User accounts and permissions are reviewed each month by the security team.", REVIEW, S),
    "vendor added": ("Blue Harbor performs an annual penetration test.", PENTEST, N),
    "purpose added": ("Customer data is encrypted at rest with AES-256 and held in Frankfurt.", CIPHER, N),
    "number changed": (f"Yes. {LEAVER}".replace("five", "three"), LEAVER, C),
    "two sentences, one added": (f"{LEAVER} Badges are collected by reception.", LEAVER, N),
    "half of a quote": ("Full backups are taken weekly.", BACKUP, S),
}  # fmt: skip


@pytest.mark.parametrize("case", STRICT.values(), ids=STRICT)
def test_drafted_sentences_against_their_quotes(case: tuple[str, str, str]) -> None:
    sentence, quote, label = case
    found = verify_sentence(sentence, [quote])
    assert (found.label, found.reasons) == (label, found.reasons)


ASKED: dict[str, tuple[str, str, str, str]] = {
    "borrowed words": (
        "Do you carry cyber liability insurance?",
        "Yes, the organization transfers risk to a third party by purchasing a cyber liability insurance policy.",
        "Risk may be transferred to a third party; for example, by purchasing an insurance policy.",
        N,
    ),
    "named in the question only": (
        "Do you hold a FedRAMP authorization?",
        "Yes, we maintain a security programme with annual reviews.",
        "We maintain a security programme with annual reviews.",
        N,
    ),
    "mere yes": ("Is customer data encrypted at rest?", "Yes.", CIPHER, S),
    "mere yes to the contrary": ("Are shared passwords allowed?", "Yes.", "Shared passwords are not allowed.", C),
    "mere no": ("Are shared passwords allowed?", "No.", "Shared passwords are not allowed.", S),
    "short answer": ("How often are vulnerability scans of external hosts run?", "Quarterly.", SCANS, S),
    "short answer, other": ("How often are vulnerability scans of external hosts run?", "Weekly.", SCANS, C),
}  # fmt: skip


@pytest.mark.parametrize("case", ASKED.values(), ids=ASKED)
def test_answers_to_questions(case: tuple[str, str, str, str]) -> None:
    question, claim, text, label = case
    found = check_claim(claim, [text], question=question)
    assert (found.label, found.reasons) == (label, found.reasons)


@pytest.mark.parametrize("claim", ["", "   ", "…", "Yes."], ids=["empty", "blank", "mark", "yes"])
def test_nothing_claimed_is_silent(claim: str) -> None:
    assert check_claim(claim, [LEAVER]).label == "silent"


def test_no_text_is_silent() -> None:
    assert check_claim(LEAVER, []).label == "silent"
    assert check_claim(LEAVER, [""]).label == "silent"


def test_a_contradiction_names_both_values() -> None:
    reasons = " ".join(check_claim(CASES["key size other"][0], [CIPHER]).reasons)
    assert "AES-128" in reasons
    assert "AES-256" in reasons


def test_support_in_one_of_several_texts_is_enough() -> None:
    assert check_claim(LEAVER, [REPORT, LEAVER, KEEP]).label == "supported"
