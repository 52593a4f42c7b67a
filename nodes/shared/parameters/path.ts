import { choice } from './choiceField';
import type { Field } from './field';
import type { FieldTexts } from './fieldTexts';
import { text } from './textField';
import { checkPath } from '../platform/checkPath';

/** The path of a service, as its documentation shows it. */
export function path(spec: FieldTexts & { withId?: boolean }): Field<string | undefined> {
	const { withId = false, ...texts } = spec;
	const base = text({ placeholder: 'e.g. /minimalist/api/...', ...texts });
	return {
		...base,
		parse(raw) {
			const value = base.parse(raw)?.trim();
			return value === undefined ? undefined : checkPath(value, spec.label, withId);
		},
	};
}

const named = (value: string) => ({ name: value, value });

/** One of the paths that are known, beside the field for any path, which counts more. */
export function knownPath(
	spec: FieldTexts & { paths: readonly string[] },
): Field<string | undefined> {
	const { paths, ...texts } = spec;
	const values = [{ name: 'Found by Itself', value: '' }, ...paths.map(named)];
	const base = choice({ ...texts, values, default: '' });
	return {
		...base,
		parse(raw) {
			const value = text(texts).parse(raw)?.trim();
			return value === undefined ? undefined : checkPath(value, spec.label, true);
		},
	};
}
