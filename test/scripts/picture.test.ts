import { PNG } from 'pngjs';
import { recognise } from '../../scripts/demo/picture';

const png = PNG.sync.write(new PNG({ width: 4, height: 3 }));

describe('recognising a picture', () => {
	it('knows a PNG with its size', () => {
		const bytes = png.length;
		expect(recognise(png)).toEqual({ format: 'PNG', width: 4, height: 3, bytes });
	});

	it('knows JPEG and WebP', () => {
		expect(recognise(Buffer.from('ffd8ffe000104a46ffd9', 'hex'))?.format).toBe('JPEG');
		const webp = Buffer.from('RIFF\x08\0\0\0WEBPVP8 ', 'latin1');
		expect(recognise(webp)?.format).toBe('WebP');
	});

	it('takes neither half a picture nor something else', () => {
		expect(recognise(png.subarray(0, -1))).toBeUndefined();
		expect(recognise(Buffer.from('ffd8ffe000104a46', 'hex'))).toBeUndefined();
		expect(recognise(Buffer.from('<html>Not found</html>'))).toBeUndefined();
		expect(recognise(Buffer.alloc(0))).toBeUndefined();
	});
});
