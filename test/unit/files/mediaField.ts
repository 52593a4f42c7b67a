import type { IBinaryData } from 'n8n-workflow';

import { mediaEntries, type MediaField } from '../../../nodes/shared/files/mediaField';
import type { UsedFile } from '../../../nodes/shared/files/shareFiles';
import { urls } from '../../../nodes/shared/operation/mediaFields';
import { withStandIns } from '../../../nodes/shared/run/requestFiles';
import type { MediaRules } from '../../../nodes/shared/util/mediaRules';

/** A field for media of an item with files. */

export const A = 'https://a.example/1.png';
export const ASSET = 'asset://asset-1';
export const PNG = Buffer.concat([
	Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
	Buffer.alloc(200, 7),
]);
export const BASE64 = PNG.toString('base64');

export const file = (name: string): IBinaryData => ({
	data: 'filesystem-v2',
	id: `filesystem-v2:workflows/1/executions/2/binary_data/${name}`,
	mimeType: 'image/png',
	fileName: `${name}.png`,
});
const filesNamed = (...names: string[]) =>
	Object.fromEntries(names.map((name) => [name, file(name)]));

export const BINARY = {
	...filesNamed('photo_10', 'photo_2', 'my file'),
	图片: file('图片'),
	data: file('cat'),
};
const ITEM = { binary: BINARY, isOfExecution: (id: string) => id.includes('/executions/2/') };

export const FIELD = { label: 'Image URLs', rules: { assets: true }, item: ITEM };

/** The field of an item with files of these names, with what a form told of them. */
export const fieldOf = (names: string[], json: Record<string, unknown> = {}): MediaField => ({
	...FIELD,
	item: { binary: filesNamed(...names), json },
});

/** The entries in short: addresses as they are, files by the name of their field or by their type. */
export const short = (raw: unknown, field: MediaField = FIELD) =>
	mediaEntries(raw, field).map((entry) =>
		entry.kind === 'file' ? (entry.property ?? entry.binary.mimeType) : entry.url,
	);

/** A list of images as operations have it, which reads addresses alone. */
export const images = (rules: Pick<MediaRules, 'assets' | 'pages'>) =>
	urls({ kind: 'image', label: 'Image URLs', description: 'Public URLs', ...rules });
export const IMAGES = images({ assets: true });

/** What is sent where links stand in the place of files, which are told in short as `<data>`. */
export function sent(raw: unknown, field = IMAGES): string[] | undefined {
	const used = new Map<string, UsedFile>();
	const read = withStandIns(() => raw, { field }, ITEM, used);
	return field.parse(read('field', 'form'))?.map((url) => {
		const { property, binary } = used.get(url) ?? {};
		return binary === undefined ? url : `<${property ?? binary.mimeType}>`;
	});
}
