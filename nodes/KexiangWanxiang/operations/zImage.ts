import { syncOperation } from '../../shared/operation/operation';
import { prompt, size } from '../../shared/operation/common';
import { tool } from '../../shared/answers/endpoints';

/** The vendor's table, one line for each ratio. */
// prettier-ignore
const SIZES = [
	'1024*1024', '1280*1280', '1536*1536',
	'832*1248', '1024*1536', '1248*1872',
	'1248*832', '1536*1024', '1872*1248',
	'864*1152', '1104*1472', '1296*1728',
	'1152*864', '1472*1104', '1728*1296',
	'896*1152', '1120*1440', '1344*1728',
	'1152*896', '1440*1120', '1728*1344',
	'720*1280', '864*1536', '1152*2048',
	'576*1344', '720*1680', '864*2016',
	'1280*720', '1536*864', '2048*1152',
	'1344*576', '1680*720', '2016*864',
] as const;

/** Reference 9.1. */
export const zImage = syncOperation({
	value: 'zImage',
	title: 'Z-image',
	summary: 'Make an image from text, and wait for it in the same request',
	action: 'Generate image: Z-Image',
	section: '9.1',
	evidence: { path: 'B', body: 'B', response: 'D' },
	endpoint: tool('/tywx/zImage'),
	fields: {
		prompt: prompt(),
		size: size(SIZES, '1024*1536'),
	},
	toBody: (p) => ({ prompt: p.prompt, size: p.size }),
});
