"""Owns how large a query may be: tokens, depth, aliases. Introspection is as deep as it needs to be.

The longest text is the endpoint's.
"""

from collections.abc import Iterator

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
)

MOST_TOKENS = 15_000
"""Enough for the longest list of ids that a page may ask for, and far from what parses slowly."""
DEEPEST = 20
MOST_ALIASES = 200
MOST_FIELDS = 20_000
"""Fields asked for in one operation, each fragment counted wherever it is spread."""


def _too_large(message: str, **facts: object) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "QUERY_TOO_LARGE", **facts})


class SizeLimit(ValidationRule):
    """Refuse operations that are too deep, or ask for too many fields or aliases; each fragment is measured once."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        definitions = context.document.definitions
        self._fragments = {one.name.value: one for one in definitions if isinstance(one, FragmentDefinitionNode)}
        self._measured: dict[str, tuple[int, int, int]] = {}

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: object) -> None:
        """Measure one operation."""
        depth, fields, aliases = self._measure(node.selection_set, ())
        if depth > DEEPEST:
            self.report_error(
                _too_large(f"the query is {depth} levels deep; ask for at most {DEEPEST}", deepest=DEEPEST)
            )
        if aliases > MOST_ALIASES:
            message = f"the query has {aliases} aliases; ask for at most {MOST_ALIASES}, or use lists"
            self.report_error(_too_large(message, mostAliases=MOST_ALIASES))
        if fields > MOST_FIELDS:
            message = f"the query asks for {fields} fields; ask for at most {MOST_FIELDS}"
            self.report_error(_too_large(message, mostFields=MOST_FIELDS))

    def _measure(self, selection: SelectionSetNode, spreading: tuple[str, ...]) -> tuple[int, int, int]:
        """Return depth, fields and aliases below a selection; a fragment that spreads itself is another rule's."""
        depth, fields, aliases = 0, 0, 0
        for inner_depth, inner_fields, inner_aliases in self._inner(selection, spreading):
            depth = max(depth, inner_depth)
            fields += inner_fields
            aliases += inner_aliases
        return depth, fields, aliases

    def _inner(self, selection: SelectionSetNode, spreading: tuple[str, ...]) -> Iterator[tuple[int, int, int]]:
        for node in selection.selections:
            match node:
                case FieldNode() if node.name.value.startswith("__"):
                    yield 0, 0, 0
                case FieldNode():
                    below = self._measure(node.selection_set, spreading) if node.selection_set else (0, 0, 0)
                    yield below[0] + 1, below[1] + 1, below[2] + (node.alias is not None)
                case InlineFragmentNode():
                    yield self._measure(node.selection_set, spreading)
                case FragmentSpreadNode():
                    yield self._spread(node.name.value, spreading)

    def _spread(self, name: str, spreading: tuple[str, ...]) -> tuple[int, int, int]:
        fragment = self._fragments.get(name)
        if fragment is None or name in spreading:
            return 0, 0, 0
        if name not in self._measured:
            self._measured[name] = self._measure(fragment.selection_set, (*spreading, name))
        return self._measured[name]
