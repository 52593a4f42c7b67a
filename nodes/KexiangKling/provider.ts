import { providerForm } from '../shared/operation/form';
import { queryOperation } from '../shared/operation/operation';
import type { Provider } from '../shared/run/execute';
import {
	klingV3OmniFirstLastFrame,
	klingV3OmniImageToVideo,
	klingV3OmniReference,
	klingV3OmniTextToVideo,
} from './operations/klingV3Omni';
import { klingV3MotionControl } from './operations/klingV3MotionControl';
import { klingV3Submit } from './operations/klingV3Submit';

/** Reference 11.7. */
export const klingQuery = queryOperation({
	value: 'klingQuery',
	title: 'Kling结果查询',
	summary: 'Poll a Kling task once for its state and result',
	action: 'Get result: Kling',
	section: '11.7',
	evidence: { path: 'C', body: 'A', response: 'A' },
	taskSource: 'userTask',
});

/** Group 可灵 of the official list. */
export const kling: Provider = {
	name: 'Kexiang Kling',
	operations: [
		klingV3Submit,
		klingV3OmniTextToVideo,
		klingV3OmniImageToVideo,
		klingV3OmniFirstLastFrame,
		klingV3OmniReference,
		klingV3MotionControl,
		klingQuery,
	],
};

export const klingForm = () => providerForm(kling.operations);
