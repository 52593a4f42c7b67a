/**
 * What this n8n process remembers between executions. It is small, bounded and lost on restart, which costs no more
 * than some polls. Not n8n's static data: n8n saves that whole, as it was when the execution began, so it would
 * overwrite what another node of the workflow wrote since.
 */
/** Longer names are not remembered, so that the size of an entry stays bounded. */
const LONGEST_NAME = 500;

/**
 * Values of one kind by scope (such as a platform's host) and name. Create one for each kind, beside the code that
 * uses it. When it is full, the least recently used entry goes first.
 */
export class ProcessMemory<Value> {
	private readonly values = new Map<string, Value>();

	/** @param most entries, over all scopes */
	constructor(private readonly most: number) {}

	get size(): number {
		return this.values.size;
	}

	get(scope: string, name: string): Value | undefined {
		const key = keyOf(scope, name);
		const value = this.values.get(key);
		if (value !== undefined) {
			this.values.delete(key);
			this.values.set(key, value);
		}
		return value;
	}

	set(scope: string, name: string, value: Value): void {
		if (name.length > LONGEST_NAME) return;
		const key = keyOf(scope, name);
		this.values.delete(key);
		this.values.set(key, value);
		for (const oldest of this.values.keys()) {
			if (this.values.size <= this.most) break;
			this.values.delete(oldest);
		}
	}

	forget(scope: string, name: string): void {
		this.values.delete(keyOf(scope, name));
	}
}

/** No scope contains a line break. */
const keyOf = (scope: string, name: string) => `${scope}\n${name}`;
