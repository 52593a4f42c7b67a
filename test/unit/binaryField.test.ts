import { DOWNLOAD_OPTIONS } from '../../nodes/shared/operation/waitFields';

const { binaryProperty } = DOWNLOAD_OPTIONS;

describe('the binary field for result files', () => {
	it.each(['data', 'my file', 'photo_1', 'a-b', 'a.b', '图片', '$a'])(
		'may be called %s',
		(name) => {
			expect(binaryProperty.parse(` ${name} `)).toBe(name);
		},
	);

	it.each(['__proto__', 'constructor', 'prototype', 'toString', '__defineGetter__'])(
		'is not called %s, as every object has that name',
		(name) => {
			expect(() => binaryProperty.parse(name)).toThrow(
				`Put Output File in Field is "${name}", which n8n does not allow as the name of a binary field`,
			);
		},
	);

	it.each([',', '[', ']', '{', '(', '"', "'", '`', '\\', '\n', '\0'])('holds no %j', (letter) => {
		expect(() => binaryProperty.parse(`a${letter}b`)).toThrow(
			`Put Output File in Field contains ${JSON.stringify(letter)}, which`,
		);
	});
});
