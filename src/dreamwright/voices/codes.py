"""Every code a problem with an author's text can carry, and what it is about in a few words.

As in `language.codes`, each has a tiny world that raises it, in `tests/voices/problems/`.
"""

TEXT_CODES: dict[str, str] = {
    "text-unbalanced-brace": "a { or } has no partner",
    "text-unbalanced-bracket": "a [ or ] has no partner",
    "text-empty-placeholder": "there is no name between { and }",
    "text-malformed-placeholder": "what stands between { and } cannot be read",
    "text-unknown-placeholder": "a placeholder names no parameter and no entity",
    "text-unknown-fluent": "a placeholder reads a property that does not exist or does not take these arguments",
    "text-unknown-form": "a placeholder asks for a form that names do not have",
    "text-no-value": "{value} outside the text of a property",
    "text-no-actor": "{actor} in the text of an event that needs nobody's consent",
    "text-empty-verb": "there is no verb between [ and ]",
    "text-verb-form": "a verb is not in the third person singular, so it cannot agree",
}
