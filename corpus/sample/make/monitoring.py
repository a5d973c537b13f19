"""Scans, cloud checks, logs and the uptime report."""

import json
from typing import Any

from corpus.sample.make.common import Row, csv_text, write_json, write_pdf, write_text, write_zip


def build() -> None:
    """Write the monitoring evidence."""
    _scans()
    _cloud_checks()
    _cloudtrail()
    _auth_log()
    _app_log()
    _nginx()
    _uptime()


SCANS: tuple[Row, ...] = (
    ("2026-01-14", 118, 0, 3, 21, "Sade Afolabi"),
    ("2026-02-11", 118, 1, 2, 19, "Sade Afolabi"),
    ("2026-03-12", 97, 0, 4, 16, "Sade Afolabi"),
    ("2026-04-15", 99, 0, 2, 15, "Bertil Penrose"),
    ("2026-05-13", 101, 0, 1, 15, "Bertil Penrose"),
    ("2026-06-10", 101, 0, 2, 12, "Bertil Penrose"),
)


def _scans() -> None:
    head = ("scan_date", "targets", "critical", "high", "medium", "reviewed_by")
    note = (
        "Vulnerability scans of the production account, Amazon Inspector.\n"
        "Scope: all hosts, container images and public endpoints in us-east-1. Run: monthly. Exported 2026-07-01 by Tomas Lindqvist.\n"
        "The critical finding of 2026-02-11 (VULN-311) was fixed on 2026-02-14, inside the seven-day limit.\n"
    )
    write_zip(
        "monitoring/vulnerability-scans-2026H1.zip",
        {
            "README.txt": note.encode(),
            "scans-2026-Q1.csv": csv_text([head, *SCANS[:3]]).encode(),
            "scans-2026-Q2.csv": csv_text([head, *SCANS[3:]]).encode(),
        },
    )


CHECKS = (
    (
        "rds_instance_storage_encrypted",
        "RDS instance storage is encrypted",
        "PASS",
        "high",
        "prod-ledger",
        "storage is encrypted with a customer managed key",
    ),
    (
        "rds_instance_multi_az",
        "RDS instance runs in more than one zone",
        "PASS",
        "medium",
        "prod-ledger",
        "Multi-AZ is on",
    ),
    (
        "s3_bucket_public_access_block",
        "S3 bucket blocks public access",
        "PASS",
        "high",
        "prod-exports",
        "all four public access settings are on",
    ),
    (
        "cloudtrail_multi_region_enabled",
        "CloudTrail records all regions",
        "PASS",
        "high",
        "org-trail",
        "multi-region trail with log file validation",
    ),
    (
        "guardduty_is_enabled",
        "GuardDuty detector is on",
        "PASS",
        "medium",
        "detector us-east-1",
        "detector is enabled",
    ),
    (
        "ec2_securitygroup_ssh_open",
        "No security group opens port 22 to the internet",
        "PASS",
        "high",
        "31 security groups",
        "no open management port",
    ),
    (
        "iam_root_mfa_enabled",
        "Root account has a hardware factor",
        "PASS",
        "critical",
        "root",
        "hardware factor registered",
    ),
    (
        "vpc_flow_logs_enabled",
        "VPC flow logs are on",
        "PASS",
        "medium",
        "vpc production",
        "flow logs delivered to the log store",
    ),
    (
        "elb_insecure_listener",
        "Load balancer has HTTPS listeners only",
        "PASS",
        "high",
        "prod-alb",
        "one listener, HTTPS 443",
    ),
    (
        "secretsmanager_rotation",
        "Secrets rotate automatically",
        "FAIL",
        "medium",
        "prod/api/signing-key",
        "rotation is not configured",
    ),
)


def _cloud_checks() -> None:
    findings: list[dict[str, Any]] = [
        {
            "check_id": cid,
            "title": title,
            "status": status,
            "severity": severity,
            "resource": resource,
            "status_detail": detail,
            "account": "larkfield-production",
            "region": "us-east-1",
            "assessed_at": "2026-06-25T05:00:00Z",
        }
        for cid, title, status, severity, resource, detail in CHECKS
    ]
    write_json(
        "monitoring/cloud-checks-2026-06.json",
        {"tool": "cloud posture scanner", "environment": "production", "findings": findings},
    )


def _cloudtrail() -> None:
    events = (
        (
            "2026-01-21T10:02:11Z",
            "signin.amazonaws.com",
            "ConsoleLogin",
            "sade.afolabi",
            {"MFAUsed": "Yes"},
        ),
        (
            "2026-02-14T13:40:52Z",
            "ecs.amazonaws.com",
            "UpdateService",
            "deploy-production",
            {"service": "close-web"},
        ),
        (
            "2026-03-08T06:15:09Z",
            "ec2.amazonaws.com",
            "TerminateInstances",
            "wen.aoki",
            {"ticket": "CLOSE-2230"},
        ),
        (
            "2026-03-19T22:51:30Z",
            "signin.amazonaws.com",
            "ConsoleLogin",
            "root",
            {"MFAUsed": "Yes", "alert": "ALRT-0192"},
        ),
        (
            "2026-04-07T09:05:44Z",
            "iam.amazonaws.com",
            "RemoveUserFromGroup",
            "tomas.lindqvist",
            {"userName": "anouk.marlowe", "ticket": "IT-2290"},
        ),
        (
            "2026-05-20T14:11:03Z",
            "rds.amazonaws.com",
            "RestoreDBInstanceFromDBSnapshot",
            "wen.aoki",
            {"ticket": "OPS-1184"},
        ),
        (
            "2026-06-16T03:27:18Z",
            "ec2.amazonaws.com",
            "AuthorizeSecurityGroupIngress",
            "deploy-production",
            {"alert": "ALRT-0240"},
        ),
    )
    lines = [
        json.dumps(
            {
                "eventTime": at,
                "eventSource": source,
                "eventName": name,
                "awsRegion": "us-east-1",
                "recipientAccountId": "000000000042",
                "userIdentity": {"userName": user},
                "sourceIPAddress": "198.51.100.24",
                "additional": more,
            }
        )
        for at, source, name, user, more in events
    ]
    write_text("monitoring/cloudtrail-events.jsonl", "\n".join(lines) + "\n")


def _auth_log() -> None:
    lines = []
    for i in range(60):
        stamp = f"2026-{1 + i // 10:02}-{3 + (i % 10) * 2:02}T0{i % 9}:{10 + i % 50}:07+00:00 session-broker-prod"
        user = ("wen.aoki", "sade.afolabi")[i % 2]
        if i % 7 == 4:
            lines.append(
                f"{stamp} sshd[{2000 + i}]: Failed publickey for invalid user admin from 203.0.113.{i} port {40000 + i} ssh2"
            )
        elif i % 11 == 6:
            lines.append(
                f"{stamp} sudo[{2000 + i}]: {user} : TTY=pts/0 ; PWD=/srv ; USER=root ; COMMAND=/usr/bin/systemctl restart worker"
            )
        else:
            lines.append(
                f"{stamp} sshd[{2000 + i}]: Accepted publickey for {user} from 10.40.8.{10 + i} port {50000 + i} ssh2: security key"
            )
    write_text("monitoring/auth.log", "\n".join(lines) + "\n")


def _app_log() -> None:
    kinds = (
        ("info", "job.finished", "Balance import finished"),
        ("warning", "queue.depth", "Queue depth above 500 for five minutes"),
        ("error", "mail.failed", "Export mail failed, retry planned"),
        ("info", "alert.acknowledged", "Alert acknowledged by on-call"),
    )
    lines = [
        json.dumps(
            {
                "ts": f"2026-06-{1 + i // 2:02}T{i % 24:02}:05:00Z",
                "env": "production",
                "service": "close-worker",
                "level": kinds[i % 4][0],
                "event": kinds[i % 4][1],
                "msg": kinds[i % 4][2],
                "trace": f"{i * 7919:08x}",
            }
        )
        for i in range(48)
    ]
    write_text("monitoring/close-worker.log", "\n".join(lines) + "\n")


def _nginx() -> None:
    asks = (
        ("GET /app/periods HTTP/1.1", 200),
        ("POST /api/v2/balances HTTP/1.1", 202),
        ("GET /.env HTTP/1.1", 403),
        ("GET /app/login HTTP/1.1", 200),
    )
    lines = [
        f'203.0.113.{20 + i % 90} - - [{3 + i // 4:02}/Jun/2026:{3 + i % 4 * 5:02}:{10 + i % 50}:41 +0000] "{asks[i % 4][0]}" {asks[i % 4][1]} {900 + i * 13} "-" "Mozilla/5.0"'
        for i in range(48)
    ]
    write_text("monitoring/nginx-access.log", "\n".join(lines) + "\n")


def _uptime() -> None:
    table: list[Row] = [("Month", "Minutes in the month", "Minutes down", "Availability", "Cause")]
    table += [
        ("2026-01", 44640, 3, "99.993 %", "rolling restart"),
        (
            "2026-02",
            40320,
            18,
            "99.955 %",
            "INC-2026-003, expired certificate of an internal service",
        ),
        ("2026-03", 44640, 11, "99.975 %", "connection limit after the move to Fargate"),
        ("2026-04", 43200, 0, "100.000 %", ""),
        ("2026-05", 44640, 2, "99.996 %", "zone failover"),
        ("2026-06", 43200, 0, "100.000 %", ""),
    ]
    write_pdf(
        "monitoring/uptime-report-2026H1.pdf",
        "Availability report, first half of 2026",
        [
            "Larkfield Close and Larkfield API, production. Source: external probe every 60 seconds from four places, Grafana report of 2026-07-01.",
            "Prepared by Marcus Thiele. Presented to the leadership team on 2026-07-06.",
            "# Result by month",
            table,
            "# Notes",
            "Planned maintenance is not counted. The lowest month was February 2026 with 99.955 %.",
        ],
    )
