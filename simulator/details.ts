import type { ErrorObject } from 'ajv';

/** Turns ajv's errors into the list that the platform's framework (FastAPI) returns with 422. */

export interface Detail {
	/** For example ["body", "user_input", "prompt"]. */
	loc: Array<string | number>;
	msg: string;
	type: string;
}

/** Keywords whose errors only repeat a more precise one. */
const ECHOES = new Set(['if', 'allOf', 'not']);

export function toDetails(errors: ErrorObject[] | null | undefined): Detail[] {
	const all = errors ?? [];
	const precise = all.filter(({ keyword }) => !ECHOES.has(keyword));
	return (precise.length > 0 ? precise : all).map(toDetail);
}

function toDetail(error: ErrorObject): Detail {
	const loc: Detail['loc'] = ['body', ...pointerParts(error.instancePath)];
	const params = error.params as Record<string, unknown>;
	switch (error.keyword) {
		case 'required':
			return {
				loc: [...loc, String(params.missingProperty)],
				msg: 'Field required',
				type: 'missing',
			};
		case 'additionalProperties':
		case 'unevaluatedProperties':
			return {
				loc: [...loc, String(params.additionalProperty ?? params.unevaluatedProperty)],
				msg: 'Extra inputs are not permitted',
				type: 'extra_forbidden',
			};
		case 'type':
			return { loc, msg: `Input should be a valid ${String(params.type)}`, type: 'type_error' };
		case 'enum':
			return {
				loc,
				msg: `Input should be ${(params.allowedValues as unknown[]).map((value) => `'${String(value)}'`).join(', ')}`,
				type: 'literal_error',
			};
		case 'const':
			return {
				loc,
				msg: `Input should be '${String(params.allowedValue)}'`,
				type: 'literal_error',
			};
		default:
			return { loc, msg: `Value ${error.message ?? 'is not valid'}`, type: error.keyword };
	}
}

function pointerParts(pointer: string): Array<string | number> {
	return pointer
		.split('/')
		.slice(1)
		.map((part) => (/^\d+$/.test(part) ? Number(part) : part.replace(/~1/g, '/')));
}
