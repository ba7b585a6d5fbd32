"""Each mutation with all of its arguments as variables, and the whole of what it answers."""

ARGUMENTS = {
    "registerActor": "$input: RegisterActorInput!",
    "recordRole": "$input: RoleInput!",
    "defineIssue": "$input: DefineIssueInput!",
    "registerSource": "$input: RegisterSourceInput!",
    "registerInstrument": "$input: InstrumentInput!",
    "recordStatement": "$input: RecordStatementInput!, $dryRun: Boolean",
    "recordMove": "$input: RecordMoveInput!, $dryRun: Boolean",
    "recordAssessment": "$input: AssessmentInput!",
    "recordSchedule": "$input: ScheduleInput!, $expectedVersion: Int",
    "assertRelation": "$input: RelationInput!",
    "proposeCoding": "$input: CodingInput!",
    "addAppearance": "$event: ID!, $input: AppearanceInput!, $expectedVersion: Int",
    "correctEvent": "$id: ID!, $input: CorrectionInput!, $expectedVersion: Int, $dryRun: Boolean",
    "retractEvent": "$id: ID!, $reason: String!, $expectedVersion: Int, $dryRun: Boolean",
}
CHANGES = "{ on kind actor { id } issue { id } before { stance } after { stance } causes { id logOffset } }"
PAYLOAD = f"""{{
  event {{ id recordId version logOffset kind recordedBy summary status reason }}
  logOffset isProjected wouldChange {CHANGES} errors {{ code field message }}
}}"""


def mutation(name: str) -> str:
    """Write a mutation by its name."""
    arguments = f"{ARGUMENTS[name]}, $idempotencyKey: String"
    names = [one.split(":")[0].strip().removeprefix("$") for one in arguments.split(",")]
    passed = ", ".join(f"{one}: ${one}" for one in names)
    return f"mutation({arguments}) {{ {name}({passed}) {PAYLOAD} }}"
