import type { UsedFile } from '../../../nodes/shared/files/shareFiles';
import { mediaOf, toRequest } from '../../../nodes/shared/operation/extras';
import type { Field, ReadRaw } from '../../../nodes/shared/operation/field';
import { url, urls } from '../../../nodes/shared/operation/mediaFields';
import type { Operation } from '../../../nodes/shared/operation/operation';
import { withStandIns } from '../../../nodes/shared/run/requestFiles';
import { isObject } from '../../../nodes/shared/util/json';
import type { MediaRules } from '../../../nodes/shared/util/mediaRules';
import { PROVIDERS } from '../../../scripts/providers';
import { loadContract } from '../../../simulator/contract';
import { inputFields, mediaIn, type InputMedia } from '../../../simulator/inputFields';
import { list } from '../../support/rows';

/**
 * Every field for which the contract says that the platform fetches a file takes one of n8n, and what its operation
 * declares of the file is what the contract says, no more and no less.
 */

const contract = loadContract();
const ALL = PROVIDERS.flatMap(({ operations }) => operations);
const OPERATIONS = ALL.filter(({ value }) => contract.byId.has(value));
const operationOf = (id: string): Operation => {
	const found = ALL.find(({ value }) => value === id);
	if (found === undefined) throw new Error(`There is no ${id}`);
	return found;
};
const mediaNames = ({ fields }: Operation) =>
	Object.keys(fields).filter((name) => fields[name]?.media !== undefined);

const modesOf = ({ fields }: Operation): Array<string | undefined> =>
	fields.mode?.property.options?.flatMap((entry) =>
		'value' in entry && typeof entry.value === 'string' ? [entry.value] : [],
	) ?? [undefined];

/** In a field that takes no files: where it comes to a place of which the platform fetches a file, one should. */
const PLAIN = 'https://no-file.example.net/1.png';

function takesText({ parse }: Field<unknown>): boolean {
	try {
		return parse(PLAIN) === PLAIN;
	} catch {
		return false;
	}
}

/** Two files for a list, one for a field of one; an address where any text will do, and the least of everything else. */
function rawOf({ fields }: Operation, mode: string | undefined): ReadRaw {
	return (name) => {
		const field = fields[name];
		if (name === 'mode' || field === undefined) return name === 'mode' ? mode : undefined;
		const { property, media, required } = field;
		if (media) return property.typeOptions?.rows === 2 ? `${name}_1, ${name}_2` : `${name}_1`;
		if (property.type === 'string')
			return property.default || (takesText(field) ? PLAIN : required ? 'text' : undefined);
		return property.type === 'options' ? property.default : undefined;
	};
}

const itemOf = (operation: Operation) => ({
	binary: Object.fromEntries(
		mediaNames(operation)
			.flatMap((name) => [`${name}_1`, `${name}_2`])
			.map((id) => [id, { data: 'filesystem-v2', id, mimeType: 'image/png' }]),
	),
});

/** What the contract says of each file that is fetched, by where, as `body.images.#`, with # for any of a list. */
function declaredIn(schema: unknown, where = 'body'): Array<[string, InputMedia]> {
	if (Array.isArray(schema)) return schema.flatMap((one) => declaredIn(one, where));
	if (!isObject(schema)) return [];
	const media = mediaIn(schema);
	if (media !== undefined) return [[where, media]];
	return Object.entries(schema).flatMap(([key, inner]) => {
		if (key === '$ref') return declaredIn(contract.resolve(String(inner)), where);
		if (/^(allOf|anyOf|oneOf|then|else)$/.test(key)) return declaredIn(inner, where);
		if (/^(items|prefixItems)$/.test(key)) return declaredIn(inner, `${where}.#`);
		if (key !== 'properties' || !isObject(inner)) return [];
		return Object.entries(inner).flatMap(([name, one]) => declaredIn(one, `${where}.${name}`));
	});
}

/** What is said of each file of a field. How many, which addresses, and what holds in some modes, is said elsewhere. */
const ofEachFile = (wanted: MediaRules) =>
	Object.fromEntries(
		Object.entries(wanted).filter(([name]) => !/^(label|min|max|assets|when)$/.test(name)),
	);

it('the contract says what it knows of a file in the words of the operations', () => {
	const all = [...contract.byId.values()].flatMap(({ body }) => declaredIn(body));
	const facts = new Set(all.flatMap(([, media]) => Object.keys(media)));
	expect([...facts].sort()).toEqual(
		list`grade kind maxMb maxSeconds maxSide minSeconds minSide pages ratio types`,
	);
	const isLimit = (fact: string) => /^(types|ratio|(min|max)[A-Z]\w*)$/.test(fact);
	const ungraded = all.filter(
		([, media]) => Object.keys(media).some(isLimit) !== (media.grade !== undefined),
	);
	expect(ungraded).toEqual([]);
});

it.each(OPERATIONS.filter(({ kind }) => kind !== 'query'))('files of $value', (operation) => {
	const service = contract.byId.get(operation.value);
	const declared = declaredIn(service?.body);
	const [seen, found] = [new Set<string>(), new Set<string>()];
	for (const mode of modesOf(operation)) {
		const used = new Map<string, UsedFile>();
		const raw = withStandIns(rawOf(operation, mode), operation.fields, itemOf(operation), used);
		const { body } = toRequest(operation, raw, {});
		for (const { loc, url: address } of service ? inputFields(contract, service, body) : []) {
			const where = loc.map((part) => (typeof part === 'number' ? '#' : part)).join('.');
			const file = used.get(address);
			expect([where, file]).toEqual([where, expect.anything()]);
			const name = file?.property?.replace(/_\d$/, '') ?? '';
			const { media } = operation.fields[name] ?? {};
			const own = media && ofEachFile(media);
			if (media?.when === undefined) expect(file && ofEachFile(file.wanted)).toEqual(own);
			const facts = declared.filter(([one]) => one === where).map(([, said]) => said);
			expect([where, facts]).toEqual([where, facts.map(() => own)]);
			seen.add(name);
			found.add(where);
		}
		for (const { standIn } of used.values()) expect(JSON.stringify(body)).toContain(standIn);
	}
	expect([...seen].sort()).toEqual(mediaNames(operation).sort());
	expect([...found].sort()).toEqual([...new Set(declared.map(([where]) => where))].sort());
});

const MOTION = { types: ['mp4', 'mov'], maxMb: 100, minSeconds: 3, maxSeconds: 10 };
const LONG_MOTION = { ...MOTION, maxSeconds: 30 };
const VOICE = { types: ['wav', 'mp3'], maxMb: 15, maxSeconds: 20 };
const LONG_VOICE = { types: ['wav', 'mp3', 'aac'], maxMb: 30, minSeconds: 2, maxSeconds: 120 };
it.each<[string, Record<string, string>, string, object]>([
	['klingV3MotionControl', { characterOrientation: 'image' }, 'videoUrl', MOTION],
	['klingV3MotionControl', { characterOrientation: 'video' }, 'videoUrl', LONG_MOTION],
	['lipSyncSubmit', { mode: 'picture' }, 'audioUrl', VOICE],
	['lipSyncSubmit', { mode: 'video' }, 'audioUrl', LONG_VOICE],
])('limits of %s with %j hold for %s', (value, values, name, limits) => {
	const operation = operationOf(value);
	const used = new Map<string, UsedFile>();
	const raw: ReadRaw = (field) => values[field] ?? (field === name ? `${name}_1` : undefined);
	withStandIns(raw, operation.fields, itemOf(operation), used)(name, 'form');
	const [file] = used.values();
	const { types, maxMb, minSeconds, maxSeconds } = file?.wanted ?? {};
	expect({ types, maxMb, minSeconds, maxSeconds }).toEqual(limits);
});

describe('what an operation gives the platform to fetch', () => {
	const URL = 'http://localhost/a';
	// Links to files are made without the platform.
	const senders = ALL.filter(({ kind }) => kind !== 'link');
	const fields = senders.flatMap(({ fields: own }) =>
		Object.entries(own).map(([name, field]) => ({ name, field, own })),
	);

	it('is every field whose label says so, and no other', () => {
		const marked = fields.filter(({ field }) => field.media);
		expect(marked).toEqual(
			fields.filter(({ field }) => /\bURLs?$/.test(field.property.displayName)),
		);
		expect(marked.length).toBeGreaterThan(60);
		for (const { name, field, own } of marked) {
			const mode = field.modes?.[0] ?? own.mode?.property.default;
			// The field by itself, with the mode that it belongs to.
			const some = { [name]: field, ...(own.mode && { mode: own.mode }) };
			const raw = (asked: string) => (asked === name ? URL : asked === 'mode' ? mode : undefined);
			expect(mediaOf(some, raw)).toEqual([{ label: field.property.displayName, url: URL }]);
		}
	});

	it('is what JSON holds too, but no text for people', () => {
		const userInput = { prompt: `see ${URL}`, images: [{ url: URL }], n: 1 };
		const values: Record<string, unknown> = { userInput, modelName: URL };
		const raw: ReadRaw = (name) => values[name] ?? 'x';
		expect(mediaOf(operationOf('createTask').fields, raw, { a: [{ b: URL }] })).toEqual([
			{ label: 'User Input', url: URL },
			{ label: 'Additional Fields', url: URL },
		]);
		const deep = JSON.parse(`${'['.repeat(20_000)}"${URL}"${']'.repeat(20_000)}`) as string[];
		expect(mediaOf({}, () => undefined, { deep })).toHaveLength(1);
		expect(mediaOf({}, () => undefined, { wide: Array<string>(200_000).fill('x') })).toEqual([]);
	});
});

describe('the hint of a field for media says what it declares', () => {
	const SPEC = { kind: 'image', label: 'X', description: 'Public URL' } as const;
	const ONE = 'URL or name of a binary field';
	const MANY = 'URLs and names of binary fields, one per line, comma-separated, or a list';
	const SOUND = {
		kind: 'audio',
		maxSeconds: 120,
		when: [
			{ field: 'a', is: 'b', told: 'with a picture', limits: { types: ['wav'], maxSeconds: 20 } },
			{ field: 'a', is: 'c', told: 'with a video', limits: { minSeconds: 2 } },
		],
	} as const;
	const OF_SOUND =
		'At most 120 seconds; with a picture: WAV, at most 20 seconds; with a video: at least 2 seconds';

	it.each<[Partial<MediaRules> & { hint?: string }, string]>([
		[{ types: ['jpg'], hint: 'of the face' }, 'JPG; of the face'],
		[{ types: ['mp4', 'mov'], maxMb: 10 }, 'MP4 or MOV; up to 10 MB'],
		[{ minSide: 300, maxSide: 600 }, 'Sides of 300 to 600 pixels'],
		[
			{ minSide: 300, ratio: 2.5 },
			'Sides of at least 300 pixels; one side up to 2.5 times the other',
		],
		[SOUND, OF_SOUND],
	])('of one file: %j', (spec, hint) =>
		expect(url({ ...SPEC, ...spec }).property.hint).toBe(`${hint}; ${ONE}`),
	);

	it.each<[Partial<MediaRules> & { hint?: string }, string]>([
		[{ max: 9, types: ['jpg'], maxMb: 30 }, 'Up to 9; JPG; up to 30 MB each'],
		[{ hint: 'in their order' }, 'In their order'],
	])('of several files: %j', (spec, hint) =>
		expect(urls({ ...SPEC, ...spec }).property.hint).toBe(`${hint}; ${MANY}`),
	);

	it('of nothing else is what may stand there', () => {
		expect(url({ ...SPEC, assets: true, pages: true }).property.hint).toBe(ONE);
		expect(urls(SPEC).property.hint).toBe(MANY);
	});

	it('of limits that depend on another field, for each of its values', () => {
		const { hints } = url({ ...SPEC, ...SOUND });
		expect(hints?.field).toBe('a');
		expect(hints?.of('b')).toBe(`WAV; at most 20 seconds; ${ONE}`);
		expect(hints?.of('c')).toBe(`2 to 120 seconds; ${ONE}`);
		expect(hints?.of('d')).toBe(`At most 120 seconds; ${ONE}`);
	});

	it('comes of what the field keeps, without its texts', () => {
		const rules = { kind: 'video', maxMb: 5, min: 1, max: 2, assets: true } as const;
		expect(urls({ ...SPEC, ...rules, hint: 'x', placeholder: 'e.g. 1' }).media).toEqual(rules);
	});
});
