/** The fields for the files of a result: whether they are fetched, and how they are named and kept. */
import { required, type Field, type FieldTexts } from './field';
import { flag, number, text } from './scalarFields';
import { QUERY_TIMEOUT } from './waitFields';
import { ParameterProblem } from '../answers/parameterProblem';
import * as words from '../words/fields';

export const DOWNLOAD_FILES = required(
	flag({
		label: 'Download Files',
		description: 'Whether to put the result files into the item as binary data',
		default: false,
	}),
);

/** The names that every object has, under which nothing can be kept. @throws ParameterProblem */
function refuseObjectName(name: string, label: string): void {
	if (name in Object.prototype || name === 'prototype')
		throw new ParameterProblem(label, words.isImpossibleName(name), words.takeOtherName());
}

/** A name for result files; what a file system does not take in it is replaced when the file is there. */
function nameOfFiles(spec: FieldTexts): Field<string | undefined> {
	const field = text(spec);
	return {
		...field,
		parse(raw) {
			const name = field.parse(raw)?.trim();
			if (name !== undefined) refuseObjectName(name, spec.label);
			return name;
		},
	};
}

/**
 * The name of a binary field that is written. Refused are the names that every object has, under
 * which the file would be lost, and letters that n8n's own nodes and expressions split names at.
 */
function binaryField(spec: FieldTexts & { default: string }): Field<string | undefined> {
	const field = text(spec);
	return {
		...field,
		parse(raw) {
			const name = field.parse(raw)?.trim();
			if (name === undefined) return undefined;
			refuseObjectName(name, spec.label);
			const [letter] = /[,[\]{}()"'`\\\p{Cc}]/u.exec(name) ?? [];
			if (letter !== undefined)
				throw new ParameterProblem(
					spec.label,
					words.holdsLetterOfNoField(letter),
					words.takePlainName(),
				);
			return name;
		},
	};
}

/** How result files are fetched and stored. */
export const DOWNLOAD_OPTIONS = {
	queryTimeout: QUERY_TIMEOUT,
	binaryProperty: binaryField({
		label: 'Put Output File in Field',
		description: 'Name of the binary field for the first file; the next ones get _1, _2 and so on',
		default: 'data',
	}),
	fileName: nameOfFiles({
		label: 'File Name',
		description:
			"Name for the result files in place of the platform's own, such as an expression with a field of the item; the extension follows the content, and several files of one task are numbered",
		placeholder: 'e.g. {{ $json.product }}',
	}),
	maxFileSize: number({
		label: 'Max File Size',
		description: 'Largest file to download, in MB',
		default: 1024,
		min: 1,
		max: 102400,
		unit: 'MB',
	}),
	itemPerFile: flag({
		label: 'One Item per File',
		description: 'Whether to give one item for each result file instead of one for each task',
		default: false,
	}),
};
