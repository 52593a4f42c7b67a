import fc from 'fast-check';

const SURROGATES = { first: 0xd800, count: 0x800 };

/** Any character of Unicode. That of fast-check itself, `binary`, lists them all first, which takes a second. */
export const anyCharacter: fc.Arbitrary<string> = fc
	.integer({ min: 0, max: 0x10ffff - SURROGATES.count })
	.map((place) =>
		String.fromCodePoint(place < SURROGATES.first ? place : place + SURROGATES.count),
	);
