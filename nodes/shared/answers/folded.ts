import { isObject, openedJson } from '../util/json';

/**
 * Names in one spelling: `task_status`, `taskStatus` and `TaskStatus` are the same word, as each supplier behind
 * the platform writes its own.
 */
export const fold = (name: string) => name.toLowerCase().replace(/[_-]/g, '');

/** A record's output, which may be written as JSON within JSON. */
const OUTPUT = 'serviceoutput';

function opened(entry: unknown): unknown {
	const data = openedJson(entry);
	return isObject(data) ? data : entry;
}

/** Looks into an answer by dotted paths of folded names; an object is folded once, however often it is looked into. */
export class Folded {
	private readonly known = new WeakMap<object, ReadonlyMap<string, readonly unknown[]>>();

	/** Every value that stands at one of the paths, in the order of the paths. */
	at(value: unknown, paths: readonly string[]): unknown[] {
		return paths.flatMap((path) =>
			path
				.split('.')
				.reduce<
					readonly unknown[]
				>((found, name) => found.flatMap((one) => this.named(one, name)), [value]),
		);
	}

	/** True when the object has one of the names, whatever the value. */
	has(value: unknown, ...names: string[]): boolean {
		return names.some((name) => this.named(value, name).length > 0);
	}

	private named(value: unknown, name: string): readonly unknown[] {
		return isObject(value) ? (this.namesOf(value).get(name) ?? []) : [];
	}

	private namesOf(value: object): ReadonlyMap<string, readonly unknown[]> {
		const found = this.known.get(value);
		if (found !== undefined) return found;
		const names = new Map<string, unknown[]>();
		for (const [key, entry] of Object.entries(value)) {
			const name = fold(key);
			const meant = name === OUTPUT ? opened(entry) : entry;
			const same = names.get(name);
			if (same === undefined) names.set(name, [meant]);
			else same.push(meant);
		}
		this.known.set(value, names);
		return names;
	}
}
