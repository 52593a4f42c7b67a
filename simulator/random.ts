/** Repeatable randomness: the same seed gives the same ids, durations and faults. */

/** Returns the next number in [0, 1). */
export type Random = () => number;

/** Mulberry32: small, fast and good enough for a simulator. */
export function seededRandom(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** FNV-1a: a 32-bit number from a text. */
export function hashText(text: string): number {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) {
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	}
	return hash >>> 0;
}

/** Lower-case hexadecimal digits. */
export function randomHex(random: Random, digits: number): string {
	let text = '';
	while (text.length < digits) text += Math.floor(random() * 16).toString(16);
	return text;
}

/** Text in the form of a version 4 UUID. */
export function randomUuid(random: Random): string {
	const hex = randomHex(random, 32);
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** A log-normal value around `median`; `spread` is the standard deviation of its logarithm. */
export function logNormal(random: Random, median: number, spread: number): number {
	const gauss = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	return median * Math.exp(spread * gauss);
}
