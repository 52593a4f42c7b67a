import { scrub } from '../../../scripts/contract/scrub';

const SHOWN = 'fake0000fake1111fake2222fake3333';

describe('what is kept of a page', () => {
	it.each([
		[
			'a parameter',
			`- name: x-api-key\n  in: header\n  example: ${SHOWN}\n  schema:\n    type: string\n    default: '${SHOWN}'`,
		],
		[
			'a parameter in another order',
			`- in: header\n  example: "${SHOWN}"\n  name: 'Authorization'`,
		],
		[
			'a folded value',
			`- name: x-api-key\n  example: >-\n    ${SHOWN}\n    ${SHOWN}\n  required: true`,
		],
		['a map', `x-api-key:\n  schema: { type: string }\n  example: ${SHOWN}\nnext: 1`],
		['flow style', `parameters: [{ name: x-api-key, in: header, example: ${SHOWN} }]`],
		['curl', `curl -H 'x-api-key: ${SHOWN}' -H "Authorization: Bearer ${SHOWN}"`],
		['json', `example: '{"headers": {"X-API-Key": "${SHOWN}"}}'`],
		['an address', `https://h.example/sse?x-api-key=${SHOWN}&a=1`],
		['a table', `| x-api-key | 密钥 | ${SHOWN} |`],
		['prose', `use sk-${SHOWN} here`],
	])('%s holds no key', (_name, text) => {
		expect(scrub(text)).not.toContain(SHOWN);
		expect(scrub(text)).not.toContain(SHOWN.slice(4, 20));
	});

	it('is everything else, letter by letter', () => {
		const text = [
			'- name: id',
			"  example: '1001'",
			'- name: x-api-key',
			"  example: '{{x-api-key}}'",
			'  required: true',
			'- name: next',
			'  example: 0123456789abcdef0123456789abcdef',
			'  description: x-api-key is needed',
			'token_count:',
			'  type: integer',
		].join('\n');
		expect(scrub(text)).toBe(text);
	});

	it('keeps what stands after a blotted value', () => {
		const text = `- name: x-api-key\n  example: |\n    ${SHOWN}\n\n  required: true\n- name: b`;
		expect(scrub(text)).toBe("- name: x-api-key\n  example: '***'\n  required: true\n- name: b");
	});
});
