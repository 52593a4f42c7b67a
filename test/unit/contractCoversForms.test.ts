import { customRequest } from '../../nodes/KexiangCustomRequest/provider';
import type { Operation } from '../../nodes/shared/operation/operation';
import type { JsonObject } from '../../nodes/shared/util/json';
import { PROVIDERS } from '../../scripts/providers';
import { loadContract } from '../../simulator/contract';
import { formBodies } from './formBodies';
import { rows } from '../support/rows';
import { objectionsTo } from './strictContract';

/** Whatever a form can send, the contract knows: each field, each value of a list, each name of a model. */

const { byId } = loadContract();

/** Each strange thing once, with the simplest form that shows it. */
function strangeIn(operation: Operation): string[] {
	const known = byId.get(operation.value);
	if (known === undefined) return [`${operation.value}: the contract has no entry`];
	const { bodies, problems } = formBodies(operation);
	const found = new Map<string, string>();
	for (const made of bodies)
		for (const objection of objectionsTo(known, made))
			if (!found.has(objection)) found.set(objection, `${made.form}: ${objection}`);
	return [...problems, ...found.values()];
}

/** Those that send a body. What a Custom Request calls, and so what it may send, its user alone knows. */
const OPERATIONS = PROVIDERS.filter((provider) => provider !== customRequest)
	.flatMap(({ operations }) => operations)
	.filter(({ kind, endpoint }) => ['submit', 'sync'].includes(kind) && endpoint.method === 'POST');

it('is about every service of the contract that takes a body and is no query', () => {
	const services = [...byId.values()].filter(({ body, kind }) => body && kind !== 'query');
	const values = OPERATIONS.map(({ value }) => value);
	expect(values).toEqual(expect.arrayContaining(services.map(({ id }) => id)));
});

it.each(OPERATIONS)('the contract knows all that the form of $value can send', (operation) =>
	expect(strangeIn(operation)).toEqual([]),
);

describe('what the contract does not know is found:', () => {
	function operationOf(value: string): Operation {
		const found = OPERATIONS.find((one) => one.value === value);
		if (found === undefined) throw new Error(`There is no ${value}`);
		return found;
	}

	/** The operation with something else in its `user_input`. */
	const sending = (
		one: Operation,
		more: (...raw: Parameters<Operation['toBody']>) => JsonObject,
	): Operation => ({
		...one,
		toBody(raw) {
			const body = one.toBody(raw);
			return { ...body, user_input: { ...Object(body.user_input), ...more(raw) } as JsonObject };
		},
	});

	/** The operation with one value more in one of its lists, which is sent as another one is. */
	function offering(one: Operation, name: string, value: string, another: string): Operation {
		const field = one.fields[name];
		if (field === undefined) throw new Error(`${one.value} has no ${name}`);
		const options = [...(field.property.options ?? []), { name: value, value }];
		return {
			...one,
			fields: { ...one.fields, [name]: { ...field, property: { ...field.property, options } } },
			toBody(raw) {
				if (raw(name, field.place) !== value) return one.toBody(raw);
				const body = one.toBody((key, place) => (key === name ? another : raw(key, place)));
				return JSON.parse(JSON.stringify(body).replace(`"${another}"`, `"${value}"`)) as JsonObject;
			},
		};
	}

	/** The operation with a text more in its options, which goes nowhere yet. */
	const withCallback = (one: Operation): Operation => {
		const field = operationOf('viduImageToVideo').fields.fileName;
		if (field === undefined) throw new Error('There is no text to take');
		return { ...one, fields: { ...one.fields, callbackUrl: field } };
	};

	// The schema of the last one lets others through.
	it.each(['klingV3Submit', 'miniMaxH3Submit'])('a field of %s', (value) => {
		const operation = sending(withCallback(operationOf(value)), (raw) => ({
			callback_url: raw('callbackUrl', 'options') as string | undefined,
		}));
		expect(strangeIn(operation)).toContain(
			'mode text2video, callbackUrl "a paper boat at dawn": the contract does not know user_input.callback_url',
		);
	});

	it('a field that changes nothing', () =>
		expect(strangeIn(withCallback(operationOf('klingV3OmniTextToVideo')))).toContain(
			'callbackUrl: no value of it changes the body',
		));

	it('a switch that goes nowhere, where no preparation waits for it', () => {
		const { preparation, ...operation } = operationOf('seedance25VideoSubmit');
		expect(preparation).toBeDefined();
		expect(strangeIn(operation)).toContain(
			'mode mixVideo, reviewAssets: no value of it changes the body',
		);
	});

	// The schemas of the last three take any text, or any of a form.
	it.each(rows`
		klingV3OmniTextToVideo | resolution | 8k       | 1080p | user_input.resolution is "8k"; the contract allows "720p", "1080p", "4k"
		videoEffectSubmit      | template   | waltz    | hug   | template is "waltz"; the contract names "hug"
		kbanana2OfficialSubmit | modelName  | gemini-4 | gemini-3.1-flash-image | user_input.modelName is "gemini-4"; the contract names "gemini-3.1-flash-image", "gemini-3.1-flash-image-preview"
		zImage                 | size       | 999*999  | 1024*1024 | size is "999*999"; the contract names "1024*1536"`)(
		'a value in a list of %s: %s %s',
		(value = '', name = '', entry = '', another = '', objection) => {
			const strange = strangeIn(offering(operationOf(value), name, entry, another));
			expect(strange.join('\n')).toContain(`${name} "${entry}": ${objection}`);
		},
	);

	it.each(rows`
		klingV3OmniTextToVideo | the contract allows "Kling-v3-omni"
		gptImage25Submit       | the contract allows "GPT-Image-2.5-Sunburst", "GPT-Image-2.5-Flare"
		kImage2OfficialSubmit  | the contract names "GPT-Image-2-Official"`)(
		'the name of a model that %s has by itself',
		(value = '', objection) => {
			const strange = strangeIn(sending(operationOf(value), () => ({ modelName: 'Moon-1' })));
			expect(strange.join('\n')).toContain(
				`as little as it takes: user_input.modelName is "Moon-1"; ${objection}`,
			);
		},
	);
});
