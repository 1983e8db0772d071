"""The words of the language: spellings in Spanish and English; fields, lists, names."""

from __future__ import annotations

from pei_dsl.vocabulary.closed_lists import (
    ABSENCES as ABSENCES,
    AGGREGATIONS as AGGREGATIONS,
    CLASSES as CLASSES,
    COLORS as COLORS,
    DECIMAL_SIGNS as DECIMAL_SIGNS,
    DIRECTIONS as DIRECTIONS,
    AMENDED as AMENDED,
    EFFECTS as EFFECTS,
    FIGURE_KINDS as FIGURE_KINDS,
    MAINTAINED_GOAL_POLICIES as MAINTAINED_GOAL_POLICIES,
    MISSING_SIBLING_POLICIES as MISSING_SIBLING_POLICIES,
    NEGATIVE_POLICIES as NEGATIVE_POLICIES,
    ORIGINS as ORIGINS,
    PERCENT_SCALES as PERCENT_SCALES,
    PROGRESS_TYPES as PROGRESS_TYPES,
    PERIOD_DAYS as PERIOD_DAYS,
    QUALITIES as QUALITIES,
    RELEVANCES as RELEVANCES,
    ROUNDINGS as ROUNDINGS,
    SITUATIONS as SITUATIONS,
    THOUSANDS_SIGNS as THOUSANDS_SIGNS,
    OWN_FIGURES as OWN_FIGURES,
    TIME_WORDS as TIME_WORDS,
    UNITS as UNITS,
    VALUE_POLICIES as VALUE_POLICIES,
    WEIGHT_POLICIES as WEIGHT_POLICIES,
    YES_NO as YES_NO,
    ZERO_GOAL_POLICIES as ZERO_GOAL_POLICIES,
)
from pei_dsl.vocabulary.column_words import (
    COLUMN_OPTIONS as COLUMN_OPTIONS,
    COLUMN_TYPES as COLUMN_TYPES,
    Argument as Argument,
    ConstraintWord as ConstraintWord,
    code_digits as code_digits,
)
from pei_dsl.vocabulary.declaration_fields import (
    CODED as CODED,
    DECLARATIONS as DECLARATIONS,
    FIELDS as FIELDS,
    MAX_DECIMALS as MAX_DECIMALS,
    MAX_PRIORITY as MAX_PRIORITY,
    NAMED_FIELDS as NAMED_FIELDS,
    field_named as field_named,
    fields_of as fields_of,
)
from pei_dsl.vocabulary.field_word import (
    FieldWord as FieldWord,
    Shape as Shape,
)
from pei_dsl.vocabulary.name import (
    NAME as NAME,
    RESERVED as RESERVED,
    is_name as is_name,
)
from pei_dsl.vocabulary.word import (
    Word as Word,
    Words as Words,
    fold as fold,
)
