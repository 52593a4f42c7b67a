// Takes keys out of a page before it is kept: the platform's own pages show real ones in their examples. Pure.

const BLOT = '***';
const NAME = String.raw`(?:x-api-key|api[-_]?key|authorization|access[-_]?token|token|cookie|secret)`;
const NAMED = new RegExp(
	String.raw`(?:^|[\s{,])["']?(?:name["']?\s*:\s*["']?${NAME}["']?\s*(?:[,}#]|$)|${NAME}["']?\s*:\s*(?:\{|$))`,
	'i',
);
const VALUE = /^(\s*(?:- )?["']?(?:example|examples|default|value|const|enum)["']?\s*:\s*)(\S.*)?$/;
const INLINE_VALUE =
	/(["']?(?:example|default|value|const)["']?\s*:\s*)("[^"]*"|'[^']*'|[^,}\]\s]+)/g;

/** Keys that stand anywhere in a line. */
const LOOSE: Array<[RegExp, string]> = [
	[
		new RegExp(
			String.raw`(\b(?:x-api-key|authorization)\b["'\x60]?\s*[:=]\s*["'\x60]?)(?!\*\*\*|\{)[^"'\x60,}\s][^"'\x60,}\n]*`,
			'gi',
		),
		`$1${BLOT}`,
	],
	[/\b(Bearer\s+)(?!\*\*\*|\{)[\w.~+/=-]+/gi, `$1${BLOT}`],
	[/\bsk-[\w-]{6,}/g, BLOT],
	// In a table or in prose behind the header's name.
	[/(\bx-api-key\b[^\n]*?)\b(?=[\w-]*\d)[A-Za-z0-9_-]{16,}\b/gi, `$1${BLOT}`],
];

const indentOf = (line: string) => line.length - line.trimStart().length;

export function scrub(text: string): string {
	const lines = text.split('\n');
	const blotted = new Set<number>();
	lines.forEach((line, index) => {
		if (NAMED.test(line)) for (const one of regionOf(lines, index)) blotted.add(one);
	});
	let hidden = -1;
	const kept = lines.flatMap((line, index) => {
		// The lines of a value that goes on below its name.
		if (hidden >= 0 && (line.trim() === '' || indentOf(line) > hidden)) return [];
		hidden = -1;
		if (!blotted.has(index)) return [line];
		const [, head, value] = VALUE.exec(line) ?? [];
		if (head === undefined) return [line.replace(INLINE_VALUE, `$1'${BLOT}'`)];
		if (value === undefined || !/^\{\{[^{}]*\}\}$/.test(value.replace(/^['"]|['"]$/g, ''))) {
			hidden = indentOf(line.replace(/^(\s*)- /, '$1  '));
			return [`${head}'${BLOT}'`];
		}
		return [line];
	});
	return LOOSE.reduce((all, [pattern, by]) => all.replace(pattern, by), kept.join('\n'));
}

/** The lines of the map that a line belongs to: its list item, or what stands below it. */
function regionOf(lines: readonly string[], index: number): number[] {
	const line = lines[index] ?? '';
	const opens = /:\s*$/.test(line);
	const depth = indentOf(line.replace(/^(\s*)- /, '$1  ')) + (opens ? 1 : 0);
	const belongs = (other: string) => other.trim() === '' || indentOf(other) >= depth;
	let first = index;
	while (
		!opens &&
		first > 0 &&
		!/^\s*- /.test(lines[first] ?? '') &&
		belongs(lines[first - 1] ?? '')
	)
		first -= 1;
	if (
		!opens &&
		first > 0 &&
		!/^\s*- /.test(lines[first] ?? '') &&
		/^\s*- /.test(lines[first - 1] ?? '')
	)
		first -= 1;
	let last = index;
	while (last + 1 < lines.length && belongs(lines[last + 1] ?? '')) last += 1;
	return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
}
