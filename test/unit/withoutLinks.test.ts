import type { UsedFile } from '../../nodes/shared/files/shareFiles';
import { blotLinks, withoutLinks, withoutLinksIn } from '../../nodes/shared/run/requestFiles';
import { PlatformProblem } from '../../nodes/shared/answers/problem';

const file: UsedFile = {
	binary: { data: '', mimeType: 'image/png' },
	wanted: { label: 'Image URL', kind: 'image' },
	standIn: 'https://n8n-file.example/1',
};
const SIGNED = 'https://n8n.example.org/rest/binary-data/signed?token=';
const A = `${SIGNED}aaaa.1&file=a.png`;
const B = `${SIGNED}bbbb.2&file=b.png`;
const LINKS = new Map([
	[A, { shown: '<file a>', file }],
	[B, { shown: '<file b>', file }],
]);

it.each([
	['nothing', 'nothing'],
	[`${A} and ${B}`, '<file a> and <file b>'],
	[`"${A}"`, '"<file a>"'],
	['cut: https://n8n.example.org/rest/binary-data/signed?token=bbbb ...', 'cut: <file b> ...'],
	['https://n8n.example.org/rest/other', 'https://n8n.example.org/rest/other'],
])('%s', (text, plain) => {
	expect(withoutLinksIn(text, LINKS)).toBe(plain);
});

it('holds for an answer of any depth, and for a failure', () => {
	const body: Record<string, unknown> = { list: [1, null, A, { url: B }], kept: 'words' };
	let deep: Record<string, unknown> = { url: A };
	for (let level = 0; level < 50_000; level++) deep = { deep };
	blotLinks(body, LINKS);
	blotLinks(deep, LINKS);
	expect(body).toEqual({ list: [1, null, '<file a>', { url: '<file b>' }], kept: 'words' });
	let end: unknown = deep;
	while (typeof end === 'object' && end !== null && 'deep' in end) end = end.deep;
	expect(end).toEqual({ url: '<file a>' });

	const failure = { message: `no ${A}`, description: B, details: { said: A, status: 400 } };
	const plain = withoutLinks(new PlatformProblem(failure, {}), LINKS);
	expect((plain as PlatformProblem).failure).toEqual({
		message: 'no <file a>',
		description: '<file b>',
		details: { said: '<file a>', status: 400 },
	});
	const other = new Error(A);
	expect(withoutLinks(other, LINKS)).toBe(other);
});
