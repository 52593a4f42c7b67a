import { isObject } from '../util/json';

/** Folded names that were met before; answers use the same few. */
const folded = new Map<string, string>();
const MOST_NAMES = 2_000;
const LONGEST_NAME = 40;

/** One spelling for `task_status`, `taskStatus` and `TaskStatus`: each supplier behind the platform has its own. */
export function fold(name: string): string {
	const known = folded.get(name);
	if (known !== undefined) return known;
	const word = name.toLowerCase().replace(/[_-]/g, '');
	if (name.length <= LONGEST_NAME && folded.size < MOST_NAMES) folded.set(name, word);
	return word;
}

/** Looks into an answer by dotted paths of folded names. Each object is folded once. */
export class Lookup {
	private readonly known = new Map<object, ReadonlyMap<string, readonly unknown[]>>();

	/** Every value at one of the paths, in the order of the paths. */
	at(value: unknown, paths: readonly string[]): unknown[] {
		const found: unknown[] = [];
		for (const path of paths) this.follow(value, path, 0, found);
		return found;
	}

	/** Whether the object has one of the names, whatever the value. */
	has(value: unknown, ...names: string[]): boolean {
		return names.some((name) => this.named(value, name).length > 0);
	}

	private follow(value: unknown, path: string, from: number, found: unknown[]): void {
		const dot = path.indexOf('.', from);
		const values = this.named(value, path.slice(from, dot < 0 ? undefined : dot));
		if (dot < 0) found.push(...values);
		else for (const one of values) this.follow(one, path, dot + 1, found);
	}

	private named(value: unknown, name: string): readonly unknown[] {
		if (!isObject(value)) return NONE;
		return this.namesOf(value).get(name) ?? NONE;
	}

	private namesOf(value: object): ReadonlyMap<string, readonly unknown[]> {
		const known = this.known.get(value);
		if (known !== undefined) return known;
		const names = new Map<string, unknown[]>();
		for (const [key, entry] of Object.entries(value)) {
			const same = names.get(fold(key));
			if (same === undefined) names.set(fold(key), [entry]);
			else same.push(entry);
		}
		this.known.set(value, names);
		return names;
	}
}

const NONE: readonly unknown[] = [];
