/** Entries ordered by the time they are due; a binary heap, so that ten thousand of them stay cheap. */
export class DueQueue<Entry> {
	private readonly heap: Array<{ due: number; order: number; entry: Entry }> = [];
	private added = 0;

	get size(): number {
		return this.heap.length;
	}

	/** When the first entry is due, or undefined when there is none. */
	get nextDue(): number | undefined {
		return this.heap[0]?.due;
	}

	/** Among equal times, first in is first out. */
	add(due: number, entry: Entry): void {
		const heap = this.heap;
		const added = { due, order: this.added++, entry };
		let at = heap.length;
		while (at > 0) {
			const parentAt = (at - 1) >> 1;
			const parent = heap[parentAt];
			if (parent === undefined || before(parent, added)) break;
			heap[at] = parent;
			at = parentAt;
		}
		heap[at] = added;
	}

	/** Takes the first entry out. */
	take(): Entry | undefined {
		const heap = this.heap;
		const first = heap[0];
		const last = heap.pop();
		if (first === undefined || last === undefined || heap.length === 0) return first?.entry;
		let at = 0;
		for (;;) {
			let childAt = 2 * at + 1;
			let child = heap[childAt];
			const right = heap[childAt + 1];
			if (child !== undefined && right !== undefined && before(right, child)) {
				child = right;
				childAt += 1;
			}
			if (child === undefined || before(last, child)) break;
			heap[at] = child;
			at = childAt;
		}
		heap[at] = last;
		return first.entry;
	}
}

const before = (a: { due: number; order: number }, b: { due: number; order: number }) =>
	a.due < b.due || (a.due === b.due && a.order < b.order);
