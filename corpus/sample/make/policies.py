"""Policies in Word and PDF, one of them a draft with tracked changes."""

from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from corpus.sample.make.common import docx_table, new_docx, save_docx, write_pdf


def build() -> None:
    """Write the policy files."""
    _security()
    _access()
    _mobile_draft()


def _security() -> None:
    document = new_docx(
        "Information Security Policy",
        "Larkfield Ledger, Inc. - Information Security Policy - Version 3.2 - Internal",
    )
    docx_table(
        document,
        [
            ("Owner", "Priya Vellore, Head of Security"),
            ("Approved by", "Imogen Tarrant, Chief Executive Officer"),
            ("Approval date", "2026-01-20"),
            ("Next review", "2027-01-20"),
        ],
    )
    for heading, text in SECURITY:
        document.add_heading(heading, 1)
        document.add_paragraph(text)
    document.add_heading("8. Roles and duties", 1)
    docx_table(
        document,
        [
            ("Role", "Duty"),
            (
                "Head of Security",
                "Accountable for information security; owns policies, risk register and monitoring",
            ),
            ("Director of Platform Engineering", "Runs production, backups and changes"),
            ("General Counsel", "Privacy lead; contracts and notices"),
            ("Everyone", "Follows the policies and reports suspected incidents the same day"),
        ],
    )
    save_docx(document, "policies/information-security-policy.docx")


SECURITY = (
    (
        "1. Purpose and scope",
        "This policy sets the rules that protect customer data and company systems. It applies to employees and contractors.",
    ),
    (
        "2. Policies",
        "Each policy has an owner, is approved by management, is reviewed once a year and is published on the intranet where all staff can read it.",
    ),
    (
        "3. Sign-in",
        "Multi-factor authentication is required for all staff on every company system, without exception.",
    ),
    (
        "4. Risk",
        "A risk assessment is carried out at least once a year and after each significant change. Risks with a score of 10 or more need a treatment with an owner and a date.",
    ),
    (
        "5. Devices",
        "Laptops are enrolled in device management, have disk encryption and run the endpoint protection agent.",
    ),
    (
        "6. Control activities",
        "The Head of Security keeps a list of recurring controls with owner, frequency and evidence, and reports missed dates to the leadership team every quarter.",
    ),
    (
        "7. Exceptions",
        "Exceptions are approved in writing by the Head of Security and have an end date of at most 90 days.",
    ),
)


def _access() -> None:
    write_pdf(
        "policies/access-control-policy-v2.4.pdf",
        "Access Control Policy",
        [
            "Larkfield Ledger, Inc. Version 2.4, replaces version 1.9. Approved by Desmond Okoye-Hale, Chief Technology Officer, on 2026-02-02. Next review 2027-02-02.",
            "# 1. Purpose",
            "This policy sets out how access to company systems is requested, approved, reviewed and removed.",
            "# 2. Granting access",
            "Access is requested in the ticket system. The line manager and the system owner approve it before an account is created. Rights follow the role and the need to know.",
            "# 3. Authentication",
            "All staff sign in through the identity provider with multi-factor authentication. Shared accounts are not allowed.",
            "# 4. Removing access",
            "People Operations informs IT of each leaver. Access to all systems is removed within 24 hours of the last working day.",
            "# 5. Reviews",
            "The Head of Security reviews privileged access once a quarter. Removals found in the review are carried out within five business days. Nobody reviews their own access.",
            "# 6. Privileged access",
            "Administrators use a separate role and a security key. The root account is used only in an emergency and its use raises an alert.",
            "# 7. Physical access",
            "The Portland office has badge doors; visitors sign in and are accompanied. Data centres are run by the hosting provider.",
        ],
    )


def _mobile_draft() -> None:
    document = new_docx(
        "Mobile Device and Remote Work Policy (DRAFT)",
        "Larkfield Ledger, Inc. - draft for comments",
    )
    document.add_heading("1. Devices", 1)
    document.add_paragraph(
        "Phones that read company mail are enrolled in device management and locked after two minutes."
    )
    document.add_heading("2. Removable media", 1)
    _tracked(
        document,
        "Customer data may ",
        "not be copied to removable media",
        "be copied to encrypted removable media",
        ".",
    )
    document.add_heading("3. Remote work", 1)
    _tracked(
        document,
        "Staff connect from ",
        "networks they trust",
        "any network",
        " and use the session broker for production.",
    )
    save_docx(document, "policies/drafts/mobile-device-policy-draft.docx")


def _tracked(document: Docx, before: str, inserted: str, deleted: str, after: str) -> None:
    paragraph = document.add_paragraph(before)
    _change(paragraph, "w:del", "w:delText", deleted, "1")
    _change(paragraph, "w:ins", "w:t", inserted, "2")
    paragraph.add_run(after)


def _change(paragraph: Paragraph, tag: str, text_tag: str, text: str, number: str) -> None:
    change, run, content = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
    for name, value in (
        ("w:id", number),
        ("w:author", "Tomas Lindqvist"),
        ("w:date", "2026-06-03T10:00:00Z"),
    ):
        change.set(qn(name), value)
    content.text = text
    content.set(qn("xml:space"), "preserve")
    run.append(content)
    change.append(run)
    paragraph._p.append(change)
