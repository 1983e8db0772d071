"""The words of the language: spellings in Spanish and English; fields, lists, names."""

from __future__ import annotations

from pei_dsl.vocabulary.closed_lists import (
    ABSENCES as ABSENCES,
)
from pei_dsl.vocabulary.closed_lists import (
    AGGREGATIONS as AGGREGATIONS,
)
from pei_dsl.vocabulary.closed_lists import (
    CLASSES as CLASSES,
)
from pei_dsl.vocabulary.closed_lists import (
    COLORS as COLORS,
)
from pei_dsl.vocabulary.closed_lists import (
    DECIMAL_SIGNS as DECIMAL_SIGNS,
)
from pei_dsl.vocabulary.closed_lists import (
    DIRECTIONS as DIRECTIONS,
)
from pei_dsl.vocabulary.closed_lists import (
    FIGURE_KINDS as FIGURE_KINDS,
)
from pei_dsl.vocabulary.closed_lists import (
    MISSING_SIBLING_POLICIES as MISSING_SIBLING_POLICIES,
)
from pei_dsl.vocabulary.closed_lists import (
    NEGATIVE_POLICIES as NEGATIVE_POLICIES,
)
from pei_dsl.vocabulary.closed_lists import (
    PERCENT_SCALES as PERCENT_SCALES,
)
from pei_dsl.vocabulary.closed_lists import (
    PROGRESS_TYPES as PROGRESS_TYPES,
)
from pei_dsl.vocabulary.closed_lists import (
    QUALITIES as QUALITIES,
)
from pei_dsl.vocabulary.closed_lists import (
    RELEVANCES as RELEVANCES,
)
from pei_dsl.vocabulary.closed_lists import (
    ROUNDINGS as ROUNDINGS,
)
from pei_dsl.vocabulary.closed_lists import (
    THOUSANDS_SIGNS as THOUSANDS_SIGNS,
)
from pei_dsl.vocabulary.closed_lists import (
    TIME_WORDS as TIME_WORDS,
)
from pei_dsl.vocabulary.closed_lists import (
    UNITS as UNITS,
)
from pei_dsl.vocabulary.closed_lists import (
    VALUE_POLICIES as VALUE_POLICIES,
)
from pei_dsl.vocabulary.closed_lists import (
    WEIGHT_POLICIES as WEIGHT_POLICIES,
)
from pei_dsl.vocabulary.closed_lists import (
    ZERO_GOAL_POLICIES as ZERO_GOAL_POLICIES,
)
from pei_dsl.vocabulary.column_words import (
    COLUMN_OPTIONS as COLUMN_OPTIONS,
)
from pei_dsl.vocabulary.column_words import (
    COLUMN_TYPES as COLUMN_TYPES,
)
from pei_dsl.vocabulary.column_words import (
    Argument as Argument,
)
from pei_dsl.vocabulary.column_words import (
    ConstraintWord as ConstraintWord,
)
from pei_dsl.vocabulary.declaration_fields import (
    DECLARATIONS as DECLARATIONS,
)
from pei_dsl.vocabulary.declaration_fields import (
    FIELDS as FIELDS,
)
from pei_dsl.vocabulary.declaration_fields import (
    MAX_DECIMALS as MAX_DECIMALS,
)
from pei_dsl.vocabulary.declaration_fields import (
    MAX_PRIORITY as MAX_PRIORITY,
)
from pei_dsl.vocabulary.declaration_fields import (
    NAMED_FIELDS as NAMED_FIELDS,
)
from pei_dsl.vocabulary.declaration_fields import (
    FieldWord as FieldWord,
)
from pei_dsl.vocabulary.declaration_fields import (
    Shape as Shape,
)
from pei_dsl.vocabulary.declaration_fields import (
    field_named as field_named,
)
from pei_dsl.vocabulary.declaration_fields import (
    fields_of as fields_of,
)
from pei_dsl.vocabulary.name import (
    NAME as NAME,
)
from pei_dsl.vocabulary.name import (
    RESERVED as RESERVED,
)
from pei_dsl.vocabulary.name import (
    is_name as is_name,
)
from pei_dsl.vocabulary.word import (
    Word as Word,
)
from pei_dsl.vocabulary.word import (
    Words as Words,
)
from pei_dsl.vocabulary.word import (
    fold as fold,
)
