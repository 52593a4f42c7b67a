import type { IBinaryData } from 'n8n-workflow';

/** `cat.png (image/png)`: what a person knows of a file. */
export const describeFile = ({ fileName, mimeType }: IBinaryData): string =>
	fileName === undefined || fileName === ''
		? `of the type ${mimeType}`
		: `${fileName.slice(0, 80)} (${mimeType})`;
