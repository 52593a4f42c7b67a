import { required } from './field';
import { urls } from './mediaFields';
import { number } from './numberField';

const files = required(
	urls({
		kind: 'any',
		label: 'Files',
		description: 'URLs, which are handed on as they are',
		placeholder: 'e.g. data',
	}),
);

/** What is read where links to files are all that is wanted. */
export const LINK_FIELDS = {
	// As n8n's own nodes call the binary field of a file.
	files: {
		...files,
		property: {
			...files.property,
			hint: 'Names of binary fields, such as data, or photo_* for all whose name begins so',
			default: 'data',
		},
	},
	linkHours: number({
		label: 'Link Validity (Hours)',
		description:
			'How long a link of n8n holds; one of your own bucket holds as its credential says',
		min: 1,
		max: 168,
		unit: 'hours',
		default: 24,
	}),
};
