import { customRequest } from '../../nodes/KexiangCustomRequest/provider';
import type { Operation } from '../../nodes/shared/operation/operation';
import { PROVIDERS } from '../../scripts/providers';
import { loadContract } from '../../simulator/contract';
import { formBodies } from '../support/formBodies';
import { objectionsTo } from '../support/strictContract';
import type { JsonObject } from '../../nodes/shared/util/json';

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
			if (!found.has(objection)) found.set(objection, made.form);
	return [...problems, ...[...found].map(([objection, form]) => `${form}: ${objection}`)].map(
		(words) => `${operation.value}, ${words}`,
	);
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

it.each(OPERATIONS.map((one) => [one.value, one] as const))(
	'the contract knows all that the form of %s can send',
	(_value, operation) => {
		expect(strangeIn(operation)).toEqual([]);
	},
);

describe('what the contract does not know is found:', () => {
	type ToBody = Operation['toBody'];

	function operationOf(value: string): Operation {
		const found = OPERATIONS.find((one) => one.value === value);
		if (found === undefined) throw new Error(`There is no ${value}`);
		return found;
	}

	/** The operation with something else in its `user_input`. */
	const sending = (
		one: Operation,
		more: (...raw: Parameters<ToBody>) => JsonObject,
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

	it.each([
		['klingV3Submit', 'mode text2video, '],
		['klingV3OmniTextToVideo', ''],
		// Its schema lets others through.
		['miniMaxH3Submit', 'mode text2video, '],
	])('a field of %s', (value, mode) => {
		const operation = sending(withCallback(operationOf(value)), (raw) => ({
			callback_url: raw('callbackUrl', 'options') as string | undefined,
		}));
		expect(strangeIn(operation)).toContain(
			`${value}, ${mode}callbackUrl "a paper boat at dawn": the contract does not know user_input.callback_url`,
		);
	});

	it('a field that changes nothing', () => {
		expect(strangeIn(withCallback(operationOf('klingV3OmniTextToVideo')))).toContain(
			'klingV3OmniTextToVideo, callbackUrl: no value of it changes the body',
		);
	});

	it('a switch that goes nowhere, where no preparation waits for it', () => {
		const { preparation, ...operation } = operationOf('seedance25VideoSubmit');
		expect(preparation).toBeDefined();
		expect(strangeIn(operation)).toContain(
			'seedance25VideoSubmit, mode mixVideo, reviewAssets: no value of it changes the body',
		);
	});

	it.each([
		[
			'klingV3OmniTextToVideo',
			'resolution',
			'8k',
			'1080p',
			'user_input.resolution is "8k"; the contract allows "720p", "1080p", "4k"',
		],
		// Their schemas take any text, or any of a form.
		[
			'kbanana2OfficialSubmit',
			'modelName',
			'gemini-4',
			'gemini-3.1-flash-image',
			'user_input.modelName is "gemini-4"; the contract names "gemini-3.1-flash-image", "gemini-3.1-flash-image-preview"',
		],
		[
			'videoEffectSubmit',
			'template',
			'waltz',
			'hug',
			'template is "waltz"; the contract names "hug"',
		],
		['zImage', 'size', '999*999', '1024*1024', 'size is "999*999"; the contract names "1024*1536"'],
	])('a value in a list of %s: %s %s', (value, name, entry, another, objection) => {
		const strange = strangeIn(offering(operationOf(value), name, entry, another));
		expect(strange.join('\n')).toContain(`${name} "${entry}": ${objection}`);
	});

	it.each([
		['klingV3OmniTextToVideo', 'the contract allows "Kling-v3-omni"'],
		['gptImage25Submit', 'the contract allows "GPT-Image-2.5-Sunburst", "GPT-Image-2.5-Flare"'],
		['kImage2OfficialSubmit', 'the contract names "GPT-Image-2-Official"'],
	])('the name of a model that %s has by itself', (value, objection) => {
		const strange = strangeIn(sending(operationOf(value), () => ({ modelName: 'Moon-1' })));
		expect(strange.join('\n')).toContain(
			`as little as it takes: user_input.modelName is "Moon-1"; ${objection}`,
		);
	});
});
