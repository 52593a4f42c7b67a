import type { Field, ReadRaw } from '../../../nodes/shared/operation/field';
import { toRequest } from '../../../nodes/shared/operation/extras';
import type { Operation } from '../../../nodes/shared/operation/operation';
import { withStandIns } from '../../../nodes/shared/run/requestFiles';
import { isObject } from '../../../nodes/shared/util/json';
import { PROVIDERS } from '../../../scripts/providers';
import { loadContract } from '../../../simulator/contract';
import { inputFields, mediaIn, type InputMedia } from '../../../simulator/inputFields';
import type { UsedFile } from '../../../nodes/shared/files/shareFiles';
import type { MediaRules } from '../../../nodes/shared/util/mediaRules';

/**
 * Every field for which the contract says that the platform fetches a file takes one of n8n, and what its operation
 * declares of the file is what the contract says, no more and no less.
 */

const contract = loadContract();
const OPERATIONS = PROVIDERS.flatMap(({ operations }) => operations).filter(({ value }) =>
	contract.byId.has(value),
);
const mediaNames = ({ fields }: Operation) =>
	Object.keys(fields).filter((name) => fields[name]?.media !== undefined);
const COUNT = OPERATIONS.reduce((sum, operation) => sum + mediaNames(operation).length, 0);

const modesOf = ({ fields }: Operation): Array<string | undefined> =>
	fields.mode?.property.options?.flatMap((entry) =>
		'value' in entry && typeof entry.value === 'string' ? [entry.value] : [],
	) ?? [undefined];

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

/** In a field that takes no files: where it comes to a place of which the platform fetches a file, one should. */
const PLAIN = 'https://no-file.example.net/1.png';

function takesText({ parse }: Field<unknown>): boolean {
	try {
		return parse(PLAIN) === PLAIN;
	} catch {
		return false;
	}
}

const binaryOf = (operation: Operation) =>
	Object.fromEntries(
		mediaNames(operation).flatMap((name) =>
			['1', '2'].map((place) => [
				`${name}_${place}`,
				{ data: 'filesystem-v2', id: `${name}-${place}`, mimeType: 'image/png' },
			]),
		),
	);

it(`are ${COUNT} fields of ${OPERATIONS.length} operations`, () => {
	expect(OPERATIONS.map(({ value }) => value).sort()).toEqual([...contract.byId.keys()].sort());
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

const whereOf = (loc: Array<string | number>) =>
	loc.map((part) => (typeof part === 'number' ? '#' : part)).join('.');

/** How many files, which addresses, and what holds in some modes alone, is said elsewhere. */
const OF_NO_FILE = new Set(['label', 'min', 'max', 'assets', 'when']);

/** What an operation declares of each file of a field. */
const ofEachFile = (wanted: MediaRules) =>
	Object.fromEntries(Object.entries(wanted).filter(([name]) => !OF_NO_FILE.has(name)));

it('says what it knows of a file in the words of the operations', () => {
	const known: Record<keyof Omit<MediaRules, 'min' | 'max' | 'assets' | 'when'>, true> = {
		kind: true,
		types: true,
		maxMb: true,
		minSide: true,
		maxSide: true,
		ratio: true,
		minSeconds: true,
		maxSeconds: true,
		pages: true,
		grade: true,
	};
	const all = [...contract.byId.values()].flatMap(({ body }) => declaredIn(body));
	const facts = new Set(all.flatMap(([, media]) => Object.keys(media)));
	expect([...facts].sort()).toEqual(Object.keys(known).sort());
	const LIMITS = /^(types|ratio|(min|max)[A-Z]\w*)$/;
	const ungraded = all.filter(
		([, media]) =>
			Object.keys(media).some((fact) => LIMITS.test(fact)) !== (media.grade !== undefined),
	);
	expect(ungraded).toEqual([]);
});

const CASES = OPERATIONS.filter(({ kind }) => kind !== 'query').map(
	(operation) => [operation.value, operation] as const,
);

it.each(CASES)('%s', (value, operation) => {
	const seen = new Set<string>();
	const found = new Set<string>();
	const service = contract.byId.get(value);
	const declared = declaredIn(service?.body);
	for (const mode of modesOf(operation)) {
		const used = new Map<string, UsedFile>();
		const item = { binary: binaryOf(operation) };
		const raw = withStandIns(rawOf(operation, mode), operation.fields, item, used);
		const { body } = toRequest(operation, raw, {});
		const inputs = service ? inputFields(contract, service, body) : [];
		for (const { loc, url } of inputs) {
			const where = whereOf(loc);
			found.add(where);
			const file = used.get(url);
			expect(file).toBeDefined();
			seen.add(file?.property?.replace(/_\d$/, '') ?? '');
			const facts = declared.filter(([one]) => one === where).map(([, media]) => media);
			const { media } = operation.fields[file?.property?.replace(/_\d$/, '') ?? ''] ?? {};
			const own = media && ofEachFile(media);
			if (media?.when === undefined) expect(file && ofEachFile(file.wanted)).toEqual(own);
			expect([where, facts]).toEqual([where, facts.map(() => own)]);
		}
		const sent = JSON.stringify(body);
		for (const { standIn } of used.values()) expect(sent).toContain(standIn);
	}
	expect([...seen].sort()).toEqual(mediaNames(operation).sort());
	expect([...found].sort()).toEqual([...new Set(declared.map(([where]) => where))].sort());
});

describe('limits that hold with a value of another field', () => {
	const limitsOf = (value: string, values: Record<string, string>, name: string) => {
		const operation = OPERATIONS.find((one) => one.value === value);
		if (operation === undefined) throw new Error('no operation');
		const used = new Map<string, UsedFile>();
		const raw: ReadRaw = (field) => values[field] ?? (field === name ? `${name}_1` : undefined);
		const item = { binary: binaryOf(operation) };
		withStandIns(raw, operation.fields, item, used)(name, 'form');
		const [file] = used.values();
		const { types, maxMb, minSeconds, maxSeconds } = file?.wanted ?? {};
		return { types, maxMb, minSeconds, maxSeconds };
	};

	it.each([
		['image', 10],
		['video', 30],
	])('of Kling, with the orientation of the %s', (characterOrientation, maxSeconds) => {
		expect(limitsOf('klingV3MotionControl', { characterOrientation }, 'videoUrl')).toEqual({
			types: ['mp4', 'mov'],
			maxMb: 100,
			minSeconds: 3,
			maxSeconds,
		});
	});

	it('of lips', () => {
		expect(limitsOf('lipSyncSubmit', { mode: 'picture' }, 'audioUrl')).toEqual({
			types: ['wav', 'mp3'],
			maxMb: 15,
			minSeconds: undefined,
			maxSeconds: 20,
		});
		expect(limitsOf('lipSyncSubmit', { mode: 'video' }, 'audioUrl')).toEqual({
			types: ['wav', 'mp3', 'aac'],
			maxMb: 30,
			minSeconds: 2,
			maxSeconds: 120,
		});
	});
});
