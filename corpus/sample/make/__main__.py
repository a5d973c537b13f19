"""Write every generated file: python -m corpus.sample.make"""

from corpus.sample.make import (
    access,
    bcdr,
    changes,
    governance,
    incidents,
    monitoring,
    people,
    policies,
    questionnaire,
    screenshots,
    unreadable,
    vendors,
)


def main() -> None:
    """Build group after group; files written by hand are left as they are."""
    groups = (
        access,
        bcdr,
        changes,
        governance,
        incidents,
        monitoring,
        people,
        policies,
        questionnaire,
        vendors,
        unreadable,
    )
    for group in groups:
        group.build()
    screenshots.build()


if __name__ == "__main__":
    main()
