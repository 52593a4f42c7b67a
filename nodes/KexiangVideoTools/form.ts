import { providerForm } from '../shared/operation/form';
import { videoTools } from './provider';

export const videoToolsForm = providerForm(videoTools.operations);
