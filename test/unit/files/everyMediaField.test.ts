import type { Field, ReadRaw } from '../../../nodes/shared/operation/field';
import { toRequest, type Operation } from '../../../nodes/shared/operation/operation';
import { withStandIns } from '../../../nodes/shared/run/filesOfItem';
import { isObject } from '../../../nodes/shared/util/json';
import { PROVIDERS } from '../../../scripts/providers';
import { loadContract } from '../../../simulator/contract';
import { inputFields } from '../../../simulator/inputFields';
import type { UsedFile } from '../../../nodes/shared/files/shareFiles';

/**
 * Every field for which the contract says that the platform fetches a file takes one of n8n, and holds it to what
 * the contract says of its kind and size.
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

/** Where the contract says that a file is fetched, as `body.images.#`, with # for any place of a list. */
function placesIn(schema: unknown, place = 'body'): string[] {
	if (Array.isArray(schema)) return schema.flatMap((one) => placesIn(one, place));
	if (!isObject(schema)) return [];
	if (schema['x-media'] !== undefined) return [place];
	return Object.entries(schema).flatMap(([key, inner]) => {
		if (key === '$ref') return placesIn(contract.resolve(String(inner)), place);
		if (/^(allOf|anyOf|oneOf|then|else)$/.test(key)) return placesIn(inner, place);
		if (/^(items|prefixItems)$/.test(key)) return placesIn(inner, `${place}.#`);
		if (key !== 'properties' || !isObject(inner)) return [];
		return Object.entries(inner).flatMap(([name, one]) => placesIn(one, `${place}.${name}`));
	});
}

const placeOf = (loc: Array<string | number>) =>
	loc.map((part) => (typeof part === 'number' ? '#' : part)).join('.');

/** They read pages of video sites too, so that nobody looks at what an address holds. */
const READS_PAGES = new Set(['shortVideoTextExtract', 'longVideoTextExtract']);

const CASES = OPERATIONS.filter(({ kind }) => kind !== 'query').map(
	(operation) => [operation.value, operation] as const,
);

it.each(CASES)('%s', (value, operation) => {
	const seen = new Set<string>();
	const places = new Set<string>();
	const service = contract.byId.get(value);
	for (const mode of modesOf(operation)) {
		const used = new Map<string, UsedFile>();
		const item = { binary: binaryOf(operation) };
		const raw = withStandIns(rawOf(operation, mode), operation.fields, item, used);
		const { body } = toRequest(operation, raw, {});
		const inputs = service ? inputFields(contract, service, body) : [];
		for (const { loc, url, kind, maxBytes } of inputs) {
			places.add(placeOf(loc));
			const file = used.get(url);
			expect(file).toBeDefined();
			seen.add(file?.property?.replace(/_\d$/, '') ?? '');
			const wanted = file?.wanted.kind === 'media' ? 'any' : file?.wanted.kind;
			expect([wanted, file?.wanted.maxMb]).toEqual([
				kind,
				maxBytes === undefined ? undefined : maxBytes / 1024 / 1024,
			]);
		}
		const sent = JSON.stringify(body);
		for (const { standIn, property = '' } of used.values()) {
			expect(sent).toContain(standIn);
			if (READS_PAGES.has(value)) seen.add(property.replace(/_\d$/, ''));
		}
	}
	expect([...seen].sort()).toEqual(mediaNames(operation).sort());
	expect([...places].sort()).toEqual([...new Set(placesIn(service?.body))].sort());
});
