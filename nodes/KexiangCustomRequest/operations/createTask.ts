import { CREATE_TASK } from '../../shared/answers/endpoints';
import { MODES } from '../../shared/operation/common';
import { required } from '../../shared/operation/field';
import { choice, jsonObject, text } from '../../shared/operation/scalarFields';
import { submitOperation, userTask } from '../../shared/operation/operation';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import * as words from '../../shared/words/operations';

/** Submits any model of the task API (reference 1.3), including those that have no operation yet. */
export const createTask = submitOperation({
	value: 'createTask',
	title: '自定义任务',
	summary: 'Create a task of any model of the task API',
	action: 'Create task',
	section: '1.3',
	evidence: { path: 'B', body: 'B', response: 'B' },
	official: false,
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	fields: {
		modelName: required(
			text({
				label: 'Model Name',
				placeholder: 'e.g. gemini-3-pro-image-preview',
				description: 'Name of the model as the platform documents it',
			}),
		),
		modelType: required(
			choice({
				label: 'Model Type',
				default: 'text2img',
				values: Object.values(MODES),
				acceptsOther: true,
				description: 'What the model makes from what',
			}),
		),
		userInput: required(
			jsonObject({
				label: 'User Input',
				description: 'All other parameters of the model (user_input), as JSON',
				hint: 'Like {"prompt": "a paper boat", "size": "1:1"}, as the platform documents it',
			}),
		),
	},
	toBody: ({ modelName, modelType, userInput }) => {
		refuseOther('modelName', 'Model Name', modelName, userInput.modelName);
		refuseOther('modelType', 'Model Type', modelType, userInput.modelType);
		return userTask({ ...userInput, modelName, modelType });
	},
});

/** Refuses two different values for the same setting, because the task costs money. */
function refuseOther(name: string, label: string, value: string, inInput: unknown): void {
	if (inInput === undefined || inInput === value) return;
	throw new ParameterProblem(
		'User Input',
		words.saysOther(name, inInput, { label, value }),
		words.leaveOutOfInput(name),
	);
}
